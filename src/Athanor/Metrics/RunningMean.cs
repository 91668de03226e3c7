using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>A weighted mean over batches, summed in float64; nothing waits for a device before <see cref="Value"/>.</summary>
public sealed class RunningMean : ISavedState, IDisposable
{
    private readonly RunningSum _sum = new();
    private readonly RunningSum _count = new();
    private double _knownCount;

    /// <summary>Adds values that count 1 each, or <paramref name="factor"/> each (broadcast to the values). A value whose factor is 0 may be NaN.</summary>
    public void Add(Tensor values, Tensor? factor)
    {
        if (factor is null)
        {
            _sum.Add(values.sum(ScalarType.Float64));
            _knownCount += values.numel();
            return;
        }

        Tensor terms = values.to_type(ScalarType.Float64);
        Tensor counts = factor.to_type(ScalarType.Float64);
        _sum.Add(where(counts == 0, zeros_like(terms), terms * counts).sum());
        _count.Add(counts.expand(terms.shape).sum());
    }

    /// <summary>The mean over all that was added; NaN where nothing counts.</summary>
    public double Value() => _sum.Value / (_knownCount + _count.Value);

    /// <inheritdoc/>
    public SavedState SaveState()
    {
        SavedState state = Parts().SaveState();
        state.Values["knownCount"] = SavedState.Number(_knownCount);
        return state;
    }

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        Parts().RestoreState(state);
        _knownCount = state.Double("knownCount");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sum.Dispose();
        _count.Dispose();
    }

    private SavedParts Parts() => new() { { "sum", _sum }, { "count", _count } };
}
