using Athanor.Data;

namespace Athanor.Metrics;

/// <summary>A metric that is a figure of the <see cref="ConfusionMatrix"/>: how often each class was taken for each. NaN where nothing was counted.</summary>
public abstract record ConfusionMetric : MetricSpec
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind is TaskKind.MultiClass or TaskKind.Binary;

    /// <inheritdoc/>
    public sealed override MetricAccumulator Start(TaskInfo task) => new Counter(this, task);

    /// <summary>The figure, of a matrix that is not empty.</summary>
    /// <param name="counts">Rows are labels, columns predictions.</param>
    /// <param name="task">What the model answers.</param>
    protected abstract double Value(ConfusionMatrix counts, TaskInfo task);

    /// <summary>Further figures by name; none by default.</summary>
    protected virtual IReadOnlyDictionary<string, double> Details(ConfusionMatrix counts) => new Dictionary<string, double>(StringComparer.Ordinal);

    private sealed class Counter(ConfusionMetric metric, TaskInfo task) : ConfusionCounter(task, metric.Key)
    {
        private readonly TaskInfo _task = task;

        public override double Value() => Matrix() is { Total: > 0 } counts ? metric.Value(counts, _task) : double.NaN;

        public override IReadOnlyDictionary<string, double> Details() => metric.Details(Matrix());
    }
}
