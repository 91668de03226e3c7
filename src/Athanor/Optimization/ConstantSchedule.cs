using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate stays: the default.</summary>
[Spec("constant")]
public sealed record ConstantSchedule : ScheduleSpec
{
    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) => lr;
}
