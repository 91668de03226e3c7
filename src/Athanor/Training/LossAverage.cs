using Athanor.Losses;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>The mean loss over batches of unlike size: sum of terms over sum of counts, added up in double precision on the device.</summary>
internal sealed class LossAverage : IDisposable
{
    private Tensor? _sum;
    private Tensor? _count;
    private double _knownCount;

    /// <summary>How many batches are in it.</summary>
    public int Batches { get; private set; }

    public void Add(LossTerms terms)
    {
        Batches++;
        Accumulate(ref _sum, terms.Sum.detach());
        if (terms.Count is null)
        {
            _knownCount += terms.KnownCount;
        }
        else
        {
            Accumulate(ref _count, terms.Count);
        }
    }

    /// <summary>What the terms count.</summary>
    public double Count() => _knownCount + (_count?.item<double>() ?? 0);

    /// <summary>Sum of terms over their count; NaN where nothing was counted.</summary>
    public double Mean() => (_sum?.item<double>() ?? double.NaN) / Count();

    public void Clear()
    {
        Dispose();
        (_sum, _count, _knownCount, Batches) = (null, null, 0, 0);
    }

    public void Dispose()
    {
        _sum?.Dispose();
        _count?.Dispose();
    }

    private static void Accumulate(ref Tensor? total, Tensor part)
    {
        if (total is null)
        {
            total = part.to(ScalarType.Float64, copy: true).DetachFromDisposeScope();
        }
        else
        {
            total.add_(part);
        }
    }
}
