using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate falls by one factor every so many updates.</summary>
/// <remarks>lr · gamma^⌊step / stepSize⌋.</remarks>
[Spec("step")]
public sealed record StepSchedule : ScheduleSpec
{
    /// <summary>After how many updates it falls. Default: a third of the run's updates, rounded up.</summary>
    public long? StepSize { get; init; }

    /// <summary>The factor. Default 0.1; greater than 0.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) =>
        lr * Math.Pow(Gamma, step / (StepSize ?? Math.Max(1, (totalSteps + 2) / 3)));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(StepSize ?? 1, 1, nameof(StepSize));
        at.Positive(Gamma);
    }
}
