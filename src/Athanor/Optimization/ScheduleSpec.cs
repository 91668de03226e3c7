using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>How the learning rate moves over the run's updates.</summary>
[SpecFamily("schedule")]
public abstract record ScheduleSpec : Spec
{
    /// <summary>A pure function of the step: the learning rate of update <paramref name="step"/>, counted from 0.</summary>
    /// <param name="step">The update, from 0.</param>
    /// <param name="lr">The optimizer's learning rate.</param>
    /// <param name="totalSteps">The run's updates, for schedules that name no length of their own.</param>
    public abstract double LearningRate(long step, double lr, long totalSteps);
}
