using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>A weighted mean over batches, summed in float64 on the device that the values come from; nothing waits for the device before <see cref="Value"/>.</summary>
internal sealed class RunningMean : IDisposable
{
    private Tensor? _sum;
    private Tensor? _count;
    private double _knownCount;

    /// <summary>Adds values that count 1 each, or <paramref name="factor"/> each (broadcast to the values).</summary>
    public void Add(Tensor values, Tensor? factor)
    {
        Tensor terms = values.to_type(ScalarType.Float64);
        if (factor is null)
        {
            Accumulate(ref _sum, terms.sum());
            _knownCount += values.numel();
            return;
        }

        Tensor counts = factor.to_type(ScalarType.Float64);
        Accumulate(ref _sum, where(counts == 0, zeros_like(terms), terms * counts).sum());
        Accumulate(ref _count, counts.expand(terms.shape).sum());
    }

    /// <summary>The mean over all that was added; NaN where nothing counts.</summary>
    public double Value() => (_sum?.item<double>() ?? 0) / (_knownCount + (_count?.item<double>() ?? 0));

    public void Dispose()
    {
        _sum?.Dispose();
        _count?.Dispose();
    }

    private static void Accumulate(ref Tensor? total, Tensor value)
    {
        if (total is null)
        {
            total = value.DetachFromDisposeScope();
        }
        else
        {
            total.add_(value);
        }
    }
}
