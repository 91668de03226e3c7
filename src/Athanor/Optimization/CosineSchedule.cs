using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate falls along half a cosine.</summary>
/// <remarks>minLr + (lr − minLr) · (1 + cos(π · step / totalSteps)) / 2. Source: Loshchilov &amp; Hutter 2017, equation 5.</remarks>
[Spec("cosine")]
public sealed record CosineSchedule : ScheduleSpec
{
    /// <summary>Over how many updates; the last value stays. Default: the run's updates.</summary>
    public long? TotalSteps { get; init; }

    /// <summary>Where it ends. Default 0; at least 0.</summary>
    public double MinLr { get; init; }

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) =>
        Annealed(Progress(step, TotalSteps ?? totalSteps), lr, MinLr);

    /// <summary>Half a cosine from <paramref name="high"/> to <paramref name="low"/>.</summary>
    internal static double Annealed(double progress, double high, double low) => low + ((high - low) * (1 + Math.Cos(Math.PI * progress)) / 2);

    /// <inheritdoc/>
    public override void Check(long totalSteps, RecipePath at) => RefuseLonger(TotalSteps, totalSteps, at, nameof(TotalSteps));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(TotalSteps ?? 1, 1, nameof(TotalSteps));
        at.NotNegative(MinLr);
    }
}
