using Athanor.Losses;
using Athanor.Optimization;
using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>The backward pass of a window's batches, with its loss scaled where the precision needs it.</summary>
/// <remarks>
/// The seed of backward is the scale ÷ the power of 2 below the first batch's count, so that the scale means what it means for a mean loss although gradients
/// are summed; <see cref="Factor"/> goes into the divisor of the update, and no pass over the gradients is needed to take it out.
/// </remarks>
internal sealed class LossScaling(DynamicLossScale? scale) : ISavedState
{
    /// <summary>At this scale nothing is left of the scaling that could make a gradient overflow.</summary>
    private const float Smallest = 1;

    /// <summary>What the gradients of the window under way are multiplied by; NaN before its first batch.</summary>
    private double _factor = double.NaN;

    /// <summary>Whether there is a scale, and a state to save.</summary>
    public bool IsActive => scale is not null;

    /// <summary>The scale now; null where the loss is not scaled.</summary>
    public double? Scale => scale?.Scale;

    /// <summary>Updates that were skipped; null where the loss is not scaled.</summary>
    public long? Skipped => scale?.Skipped;

    /// <summary>What the gradients of the window under way are multiplied by.</summary>
    public double Factor => double.IsNaN(_factor) ? 1 : _factor;

    /// <summary>Adds the gradient of the batch's terms.</summary>
    public void Backward(LossTerms terms)
    {
        if (scale is null)
        {
            terms.Sum.backward();
            return;
        }

        if (double.IsNaN(_factor))
        {
            _factor = scale.Scale / PowerOf2Below(terms.ReadCount());
        }

        terms.Sum.backward([full_like(terms.Sum, _factor)]);
    }

    /// <summary>Closes a window that taught nothing.</summary>
    public void Drop() => _factor = double.NaN;

    /// <summary>Closes the window and moves the scale.</summary>
    /// <param name="finite">Whether loss and gradient are.</param>
    /// <returns>Whether an update that is not finite is only a skipped one, because a smaller scale may mend it.</returns>
    public bool Close(bool finite)
    {
        _factor = double.NaN;
        bool mends = scale?.Scale > Smallest;
        scale?.Update(!finite);
        return mends;
    }

    public SavedState SaveState()
    {
        SavedState state = scale?.SaveState() ?? new SavedState();
        state.Values["window"] = SavedState.Number(_factor);
        return state;
    }

    public void RestoreState(SavedState state)
    {
        scale?.RestoreState(state);
        _factor = state.Double("window");
    }

    private static double PowerOf2Below(double count) => count >= 1 && double.IsFinite(count) ? Math.ScaleB(1, Math.ILogB(count)) : 1;
}
