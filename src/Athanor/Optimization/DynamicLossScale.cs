using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Optimization;

/// <summary>
/// The factor that lifts a loss, so that gradients too small for float16 survive: it backs off where a gradient overflowed and grows where none has for a while.
/// </summary>
/// <remarks>
/// <para>In a loop of your own: multiply the loss by <see cref="Scale"/>, run backward, hand the scale to <see cref="Optimizer.Step(double, TorchSharp.torch.Tensor?, TorchSharp.torch.Tensor?)"/>
/// as <c>gradScale</c> (and 1 as <c>foundInf</c> where a gradient is not finite), then call <see cref="Update"/>.</para>
/// <para>Source: Micikevicius et al. 2018; the rule and the defaults are those of PyTorch's <c>torch.amp.GradScaler</c>.</para>
/// </remarks>
public sealed class DynamicLossScale : ISavedState
{
    private readonly double _growthFactor;
    private readonly double _backoffFactor;
    private readonly int _growthInterval;

    /// <summary>Starts at <paramref name="initScale"/>.</summary>
    /// <param name="initScale">The first scale; greater than 0.</param>
    /// <param name="growthFactor">What the scale grows by; greater than 1.</param>
    /// <param name="backoffFactor">What it is multiplied by where a gradient was not finite; within (0, 1).</param>
    /// <param name="growthInterval">Steps in a row without overflow before it grows; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public DynamicLossScale(double initScale = 65536, double growthFactor = 2, double backoffFactor = 0.5, int growthInterval = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initScale);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(growthFactor, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backoffFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(backoffFactor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(growthInterval, 1);
        (Scale, _growthFactor, _backoffFactor, _growthInterval) = ((float)initScale, growthFactor, backoffFactor, growthInterval);
    }

    /// <summary>What the loss is multiplied by now.</summary>
    public float Scale { get; private set; }

    /// <summary>Steps in a row without overflow since the scale last changed.</summary>
    public int GrowthTracker { get; private set; }

    /// <summary>Steps that were skipped because a gradient was not finite.</summary>
    public long Skipped { get; private set; }

    /// <summary>Moves the scale after a step.</summary>
    /// <param name="foundInf">Whether a gradient was not finite, so that the step was skipped.</param>
    public void Update(bool foundInf)
    {
        if (foundInf)
        {
            Scale = (float)(Scale * _backoffFactor);
            (GrowthTracker, Skipped) = (0, Skipped + 1);
        }
        else if (++GrowthTracker == _growthInterval)
        {
            float grown = (float)(Scale * _growthFactor);
            Scale = float.IsFinite(grown) ? grown : Scale;
            GrowthTracker = 0;
        }
    }

    /// <inheritdoc/>
    public SavedState SaveState() => new()
    {
        Values = new JsonObject { ["scale"] = Scale, ["growthTracker"] = GrowthTracker, ["skipped"] = Skipped },
    };

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Scale, GrowthTracker, Skipped) = ((float)state.Double("scale"), (int)state.Integer("growthTracker"), state.Integer("skipped"));
    }
}
