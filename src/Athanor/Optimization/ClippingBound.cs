using Athanor.Persistence;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>A bound on the gradient's 2-norm that follows the norms of earlier updates: the state of <see cref="AutoClip"/> or <see cref="ZClip"/>.</summary>
/// <remarks>
/// It is part of the training, and so of its checkpoints. A norm that is not finite, that of an update which is left out, is not remembered.
/// In a loop of your own keep one for the whole training and call <see cref="Clip"/> once an update.
/// </remarks>
public abstract class ClippingBound : ISavedState
{
    /// <summary>Remembers the norm of an update's mean gradient and says how large it may stay.</summary>
    /// <param name="norm">The 2-norm over all parameters before clipping.</param>
    /// <returns>The bound, above 0; infinity where the gradient stays as it is, as it does for a norm that is not finite.</returns>
    public double Next(double norm) => double.IsFinite(norm) ? Follow(norm) : double.PositiveInfinity;

    /// <summary>Clips the gradients of <paramref name="parameters"/> in place to the <see cref="Next"/> bound, as <see cref="GradientClipping.ByNorm"/> does.</summary>
    /// <param name="parameters">Parameters that hold the mean gradient of an update; those without a gradient are left out.</param>
    /// <returns>The norm before clipping; 0 without gradients, which are not remembered.</returns>
    public double Clip(IEnumerable<Parameter> parameters)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] given = [.. parameters];
        if (Gradients.Of(given).Gradients.Length == 0)
        {
            return 0;
        }

        double norm = GradientClipping.ByNorm(given, double.PositiveInfinity);
        if (Next(norm) is var bound && double.IsFinite(bound))
        {
            GradientClipping.ByNorm(given, bound);
        }

        return norm;
    }

    /// <inheritdoc/>
    public abstract SavedState SaveState();

    /// <inheritdoc/>
    public abstract void RestoreState(SavedState state);

    /// <summary>As <see cref="Next"/>, for a finite norm.</summary>
    protected abstract double Follow(double norm);
}
