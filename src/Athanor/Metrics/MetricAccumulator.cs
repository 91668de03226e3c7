using Athanor.Data;
using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Adds up a metric over batches; the result does not depend on how samples were cut into batches.</summary>
/// <remarks>
/// A member makes its running parts where it is constructed, with <see cref="Sum"/>, <see cref="Mean"/>, <see cref="Moments"/>, <see cref="Table"/> and <see cref="Rows"/>, and keeps
/// nothing else that changes: saving, restoring, devices and disposal are written here, once for all.
/// </remarks>
public abstract class MetricAccumulator : ISavedState, IDisposable
{
    private readonly SavedParts _parts = [];

    /// <summary>Adds one batch. No gradient is recorded, and no tensor of the member's own lives on.</summary>
    /// <param name="prediction">The model's output for the batch: logits or values.</param>
    /// <param name="batch">The batch.</param>
    /// <exception cref="Specs.RecipeException">The shapes do not fit; both are named.</exception>
    public void Add(Tensor prediction, Batch batch)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Read(new MetricInput(prediction, batch));
    }

    /// <summary>The value over all samples added; NaN where there were none, unless the metric's page says otherwise.</summary>
    public abstract double Value();

    /// <summary>Further values, recorded as <c>key/name</c>, such as those of single classes; none by default.</summary>
    public virtual IReadOnlyDictionary<string, double> Details() => new Dictionary<string, double>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public SavedState SaveState() => _parts.SaveState();

    /// <inheritdoc/>
    public void RestoreState(SavedState state) => _parts.RestoreState(state);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds one batch to the running parts. What is made here is freed afterwards.</summary>
    protected abstract void Read(in MetricInput x);

    /// <summary>A sum of scalars, 0 at first.</summary>
    /// <param name="name">Its name in saved states, unlike those of the other parts.</param>
    protected RunningSum Sum(string name) => Own(name, new RunningSum());

    /// <summary>A weighted mean.</summary>
    /// <param name="name">Its name in saved states, unlike those of the other parts.</param>
    protected RunningMean Mean(string name) => Own(name, new RunningMean());

    /// <summary>Weight, mean and squared deviations.</summary>
    /// <param name="name">Their name in saved states, unlike those of the other parts.</param>
    protected RunningMoments Moments(string name) => Own(name, new RunningMoments());

    /// <summary>Sums of the given shape, zeros at first.</summary>
    /// <param name="name">Its name in saved states, unlike those of the other parts.</param>
    /// <param name="shape">The shape.</param>
    protected RunningTable Table(string name, params long[] shape) => Own(name, new RunningTable(shape));

    /// <summary>Rows that are kept.</summary>
    /// <param name="name">Their name in saved states, unlike those of the other parts.</param>
    protected RunningRows Rows(string name) => Own(name, new RunningRows());

    /// <summary>Frees the running parts.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (IDisposable part in _parts.Select(entry => entry.Part).OfType<IDisposable>())
        {
            part.Dispose();
        }
    }

    private T Own<T>(string name, T part)
        where T : ISavedState
    {
        _parts.Add(name, part);
        return part;
    }
}
