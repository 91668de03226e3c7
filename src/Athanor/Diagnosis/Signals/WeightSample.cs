using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Diagnosis.Signals;

/// <summary>A fixed part of the weights of every layer, by which their size and their updates are judged: looking at all of them would cost what the update itself does.</summary>
/// <remarks>
/// Every k-th number of a weight, where k shares no factor with any of its sizes, so that all rows and columns have their turn: no column of inputs that are always 0 can
/// stand for the whole. A root mean square over <see cref="Most"/> numbers is known to 1 ÷ √(2 · 512), 3 %. The views share the parameters' memory, so nothing is
/// copied before it is read.
/// </remarks>
internal sealed class WeightSample : IDisposable
{
    /// <summary>Numbers looked at in one weight.</summary>
    private const long Most = 512;

    private readonly Tensor[] _views;
    private readonly int[] _ends;
    private double[] _before;
    private double[] _after;

    /// <param name="layers">Whose weights.</param>
    /// <param name="parameters">The trained parameters, to which the layers refer by place.</param>
    public WeightSample(IReadOnlyList<WatchedLayer> layers, IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        using IDisposable unwatched = no_grad();
        var views = new List<Tensor>();
        _ends = new int[layers.Count];
        for (int layer = 0; layer < layers.Count; layer++)
        {
            views.AddRange(layers[layer].Weights.Select(index => View(parameters[index].Parameter)));
            _ends[layer] = (int)views.Sum(view => view.shape[0]);
        }

        _views = [.. views];
        (_before, _after) = (new double[Count], new double[Count]);
    }

    /// <summary>The numbers themselves, one dimension each.</summary>
    public Tensor[] Views => _views;

    /// <summary>How many there are.</summary>
    public int Count => _ends.Length == 0 ? 0 : _ends[^1];

    /// <summary>Takes in the numbers as they are now; those of the last time become the ones before.</summary>
    /// <param name="numbers">The views' numbers, one behind the other, float32 or float64.</param>
    public void Take(Tensor numbers)
    {
        (_before, _after) = (_after, _before);
        if (numbers.dtype == ScalarType.Float64)
        {
            MemoryMarshal.Cast<byte, double>(numbers.bytes).CopyTo(_after);
            return;
        }

        ReadOnlySpan<float> single = MemoryMarshal.Cast<byte, float>(numbers.bytes);
        for (int i = 0; i < single.Length; i++)
        {
            _after[i] = single[i];
        }
    }

    /// <summary>What all weights of each layer came to between the last two times, judged by the sample: their norm before, and how far they went as a share of it.</summary>
    /// <param name="layers">The layers, as given to the constructor.</param>
    public (double Norm, double Ratio)[] Compare(IReadOnlyList<WatchedLayer> layers)
    {
        var changes = new (double, double)[_ends.Length];
        int start = 0;
        for (int layer = 0; layer < changes.Length; layer++)
        {
            double size = 0;
            double way = 0;
            for (int i = start; i < _ends[layer]; i++)
            {
                double change = _after[i] - _before[i];
                size += _before[i] * _before[i];
                way += change * change;
            }

            double norm = Math.Sqrt(size * layers[layer].Numbers / (_ends[layer] - start));
            changes[layer] = (norm, size > 0 ? Math.Sqrt(way / size) : 0);
            start = _ends[layer];
        }

        return changes;
    }

    public void Dispose()
    {
        foreach (Tensor view in _views)
        {
            view.Dispose();
        }
    }

    private static Tensor View(Parameter parameter)
    {
        using var scope = NewDisposeScope();
        Tensor flat = parameter.detach().reshape(-1);
        long stride = Math.Max(1, flat.shape[0] / Most);
        while (stride > 1 && parameter.shape.Any(size => GreatestCommonDivisor(size, stride) > 1))
        {
            stride++;
        }

        return flat.slice(0, 0, Math.Min(flat.shape[0], stride * Most), stride).MoveToOuterDisposeScope().DetachFromDisposeScope();
    }

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
