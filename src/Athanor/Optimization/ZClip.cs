using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Clips by norm where the norm is an outlier: its z-score against running mean and variance is above <see cref="ZThreshold"/>.</summary>
/// <remarks>
/// <para>Source: Kumar et al. 2025, section 3: z = (‖g‖ − μ) / σ; where z is above the threshold t the norm becomes μ + σ·t²/z, the closer to the mean the
/// farther out it was; then μ ← α·μ + (1 − α)·n and σ² ← α·σ² + (1 − α)·(n − μ)² with the new μ, n being the
/// norm after this clipping.</para>
/// <para>The first <see cref="WarmupSteps"/> updates are not judged; their mean and variance are where the running ones start. An outlier among them is
/// not clipped, unless <see cref="MaxNorm"/> says so: the authors' program has a bound of 1 there.</para>
/// </remarks>
[Spec("zclip")]
public sealed record ZClip : FollowingClipping
{
    /// <summary>How much of the running mean and variance stays at an update. Default 0.97; within [0, 1).</summary>
    public double Alpha { get; init; } = 0.97;

    /// <summary>How many standard deviations above the mean a norm may be. Default 2.5; greater than 0.</summary>
    public double ZThreshold { get; init; } = 2.5;

    /// <summary>Updates before the first one that is judged. Default 25; at least 1.</summary>
    public int WarmupSteps { get; init; } = 25;

    /// <summary>A bound that holds at every update, those of the warmup among them. Default null: none; greater than 0.</summary>
    public double? MaxNorm { get; init; }

    /// <inheritdoc/>
    public override ClippingBound NewBound() => new NormMoments(this);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.WithinHalfOpen(Alpha, 0, 1);
        at.Positive(ZThreshold);
        at.AtLeast(WarmupSteps, 1);
        at.Positive(MaxNorm ?? 1, nameof(MaxNorm));
    }
}
