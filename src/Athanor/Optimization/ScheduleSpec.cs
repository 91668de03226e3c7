using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>How the learning rate moves over the run's updates.</summary>
[SpecFamily("schedule")]
public abstract record ScheduleSpec : Spec
{
    /// <summary>A pure function of the step: the learning rate of update <paramref name="step"/>, counted from 0.</summary>
    /// <param name="step">The update, from 0.</param>
    /// <param name="lr">The optimizer's learning rate, or what the <see cref="NewFeedback">feedback</see> made of it.</param>
    /// <param name="totalSteps">The run's updates, for schedules that name no length of their own.</param>
    public abstract double LearningRate(long step, double lr, long totalSteps);

    /// <summary>Refuses lengths that a training of <paramref name="totalSteps"/> updates would never reach.</summary>
    /// <param name="totalSteps">The run's updates.</param>
    /// <param name="at">The schedule's place.</param>
    /// <exception cref="RecipeException">The schedule is longer than the training.</exception>
    public virtual void Check(long totalSteps, RecipePath at)
    {
    }

    /// <summary>What follows a metric for a schedule that needs one, starting from the optimizer's learning rate; null for a function of the step alone.</summary>
    public virtual ScheduleFeedback? NewFeedback(double lr) => null;

    /// <summary>Refuses a length in updates beyond the run's.</summary>
    private protected static void RefuseLonger(long? steps, long totalSteps, RecipePath at, string name) => at.Require(
        (steps ?? 0) <= totalSteps, $"{steps} updates are more than the training has, which ends after {totalSteps}; give at most that, or leave it out", name);

    /// <summary>How much of <paramref name="length"/> updates is over at <paramref name="step"/>, within [0, 1].</summary>
    private protected static double Progress(long step, long length) => length <= 0 ? 1 : Math.Min(step, length) / (double)length;
}
