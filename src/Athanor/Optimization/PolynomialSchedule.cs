using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate falls to 0 along a power of the time that is left.</summary>
/// <remarks>lr · (1 − step / totalSteps)^power.</remarks>
[Spec("polynomial")]
public sealed record PolynomialSchedule : ScheduleSpec
{
    /// <summary>The power. Default 1, a straight line; greater than 0.</summary>
    public double Power { get; init; } = 1;

    /// <summary>Over how many updates; the last value stays. Default: the run's updates.</summary>
    public long? TotalSteps { get; init; }

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) =>
        lr * Math.Pow(1 - Progress(step, TotalSteps ?? totalSteps), Power);

    /// <inheritdoc/>
    public override void Check(long totalSteps, RecipePath at) => RefuseLonger(TotalSteps, totalSteps, at, nameof(TotalSteps));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Power);
        at.AtLeast(TotalSteps ?? 1, 1, nameof(TotalSteps));
    }
}
