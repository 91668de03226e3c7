using Athanor.Data;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>Loss and metrics, added up over batches of unlike size.</summary>
/// <param name="metrics">What is measured beside the loss.</param>
/// <param name="task">What the model answers.</param>
/// <param name="ignored">The class index of places that do not exist, or null.</param>
internal sealed class RunningMetrics(IReadOnlyList<MetricSpec> metrics, TaskInfo task, long? ignored = null) : IDisposable, ISavedState
{
    private readonly LossAverage _loss = new();
    private readonly (string Key, MetricAccumulator Accumulator)[] _metrics = [.. metrics.Select(metric => (metric.Key, metric.Start(task)))];

    /// <summary>Adds a batch; nothing waits for a device.</summary>
    public void Add(LossTerms? terms, Tensor logits, Batch batch)
    {
        if (terms is not null)
        {
            _loss.Add(terms);
        }

        using var scope = NewDisposeScope();
        Batch counted = ignored is { } label ? Without(label, batch) : batch;
        foreach ((_, MetricAccumulator accumulator) in _metrics)
        {
            accumulator.Add(logits, counted);
        }
    }

    /// <summary>The values so far as <c>part/metric</c>.</summary>
    public SortedDictionary<string, double> Values(string part)
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        if (_loss.Batches > 0)
        {
            values[MetricNames.Of(part, MetricNames.Loss)] = _loss.Mean();
            foreach ((string name, double mean) in _loss.PartMeans())
            {
                values[MetricNames.Of(part, MetricNames.Of(MetricNames.Loss, name))] = mean;
            }
        }

        foreach ((string key, MetricAccumulator accumulator) in _metrics)
        {
            values[MetricNames.Of(part, key)] = accumulator.Value();
            foreach ((string detail, double value) in accumulator.Details())
            {
                values[MetricNames.Of(part, MetricNames.Of(key, detail))] = value;
            }
        }

        return values;
    }

    public SavedState SaveState() => Parts().SaveState();

    public void RestoreState(SavedState state) => Parts().RestoreState(state);

    public void Dispose()
    {
        _loss.Dispose();
        foreach ((_, MetricAccumulator accumulator) in _metrics)
        {
            accumulator.Dispose();
        }
    }

    private static Batch Without(long label, Batch batch)
    {
        if (!batch.TryGet(BatchFields.Target, out Tensor? target) || target.is_floating_point())
        {
            return batch;
        }

        Tensor there = target != label;
        return batch.With(BatchFields.Mask, batch.Mask is { } mask ? there.logical_and(mask.reshape(there.shape) != 0) : there);
    }

    private SavedParts Parts()
    {
        var parts = new SavedParts { { MetricNames.Loss, _loss } };
        foreach ((string key, MetricAccumulator accumulator) in _metrics)
        {
            parts.Add(key, accumulator);
        }

        return parts;
    }
}
