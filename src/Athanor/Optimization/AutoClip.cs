using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Clips by norm at a percentile of the norms that the training has had so far, the update's own among them.</summary>
/// <remarks>
/// Source: Seetharaman et al. 2020, section 3: the threshold is the p-th percentile of all norms since the start, linear between two of them.
/// Deviations: <see cref="History"/> may forget old norms; norms of 0 are not remembered, because a bound of 0 would end the training.
/// </remarks>
[Spec("autoclip")]
public sealed record AutoClip : FollowingClipping
{
    /// <summary>Which percentile of the norms stays; the smaller, the more is clipped; 100 clips nothing. Default 10; greater than 0, at most 100.</summary>
    public double Percentile { get; init; } = 10;

    /// <summary>How many norms, the last ones, are remembered. Default null: all; at least 1.</summary>
    public int? History { get; init; }

    /// <inheritdoc/>
    public override ClippingBound NewBound() => new NormHistory(Percentile, History);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Percentile);
        at.Within(Percentile, 0, 100);
        at.AtLeast(History ?? 1, 1, nameof(History));
    }
}
