using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate moves in a straight line.</summary>
/// <remarks>lr · (startFactor + (endFactor − startFactor) · step / totalSteps).</remarks>
[Spec("linear")]
public sealed record LinearSchedule : ScheduleSpec
{
    /// <summary>Where it starts, as a share of the learning rate. Default 1; at least 0.</summary>
    public double StartFactor { get; init; } = 1;

    /// <summary>Where it ends, as a share of the learning rate. Default 0; at least 0.</summary>
    public double EndFactor { get; init; }

    /// <summary>Over how many updates; the last value stays. Default: the run's updates.</summary>
    public long? TotalSteps { get; init; }

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) =>
        lr * (StartFactor + ((EndFactor - StartFactor) * Progress(step, TotalSteps ?? totalSteps)));

    /// <inheritdoc/>
    public override void Check(long totalSteps, RecipePath at) => RefuseLonger(TotalSteps, totalSteps, at, nameof(TotalSteps));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.NotNegative(StartFactor);
        at.NotNegative(EndFactor);
        at.AtLeast(TotalSteps ?? 1, 1, nameof(TotalSteps));
    }
}
