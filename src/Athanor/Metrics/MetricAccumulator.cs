using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Adds up a metric over batches; the result does not depend on how samples were cut into batches.</summary>
public abstract class MetricAccumulator : IDisposable
{
    /// <summary>Adds one batch.</summary>
    /// <param name="logits">The model's output for the batch.</param>
    /// <param name="batch">The batch.</param>
    public abstract void Add(Tensor logits, Batch batch);

    /// <summary>The value over all samples added; NaN where there were none.</summary>
    public abstract double Value();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the running sums.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
