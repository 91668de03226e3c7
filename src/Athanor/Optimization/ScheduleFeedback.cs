namespace Athanor.Optimization;

/// <summary>The state of a schedule that follows a metric: told each value as it is measured, it says what learning rate the schedule goes on from.</summary>
public abstract class ScheduleFeedback
{
    /// <summary>The metric to be told, such as <c>validation/loss</c>.</summary>
    public abstract string Metric { get; }

    /// <summary>The learning rate to hand to <see cref="ScheduleSpec.LearningRate"/>.</summary>
    public abstract double Lr { get; }

    /// <summary>Takes in the next value of the metric; NaN is never better than another.</summary>
    public abstract void Observe(double value);

    /// <summary>The state as named numbers, for checkpoints; they may be infinite.</summary>
    public abstract IReadOnlyDictionary<string, double> Save();

    /// <summary>Puts a saved state back.</summary>
    public abstract void Restore(IReadOnlyDictionary<string, double> state);
}
