using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Stochastic weight averaging: the equal average of the weights over the last part of training, taken every so many updates.</summary>
/// <remarks>
/// Over the weights after n = start, start + every, … updates; before start there is none. Source: Izmailov et al. 2018, who keep the learning rate
/// constant or cyclic from start on and take the weights once an epoch.
/// </remarks>
[Spec("swa")]
public sealed record SwaAverage : AverageSpec
{
    private const double DefaultStart = 0.75;

    /// <summary>After how many updates the weights are taken first. Default null: after three quarters of the training; at least 1.</summary>
    public long? Start { get; init; }

    /// <summary>Updates between two that are taken. Default 1; at least 1.</summary>
    public long Every { get; init; } = 1;

    /// <inheritdoc/>
    public override double? Share(long update, long totalUpdates)
    {
        long since = update - (Start ?? (long)Math.Ceiling(DefaultStart * totalUpdates));
        return since < 0 ? null : since % Every == 0 ? 1.0 / ((since / Every) + 1) : 0;
    }

    /// <inheritdoc/>
    public override void Check(long totalUpdates, RecipePath at) => at.Require(
        (Start ?? 1) <= totalUpdates, $"{Start} is after the training's end, so nothing would be averaged: it has {totalUpdates} updates; start earlier or train longer", nameof(Start));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Start ?? 1, 1, nameof(Start));
        at.AtLeast(Every, 1);
    }
}
