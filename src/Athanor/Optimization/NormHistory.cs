using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>The state of <see cref="AutoClip"/>: the norms in the order in which they came, and sorted.</summary>
internal sealed class NormHistory(double percentile, int? most) : ClippingBound
{
    private const string Norms = "norms";
    private readonly Queue<double> _inTime = new();
    private readonly List<double> _sorted = [];

    public override SavedState SaveState() => new()
    {
        Tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Norms] = tensor(_inTime.ToArray(), ScalarType.Float64) },
    };

    public override void RestoreState(SavedState state)
    {
        if (!state.Tensors.TryGetValue(Norms, out Tensor? norms) || norms.dtype != ScalarType.Float64 || norms.dim() != 1)
        {
            throw new ArgumentException($"the saved state has no usable tensor '{Norms}'", nameof(state));
        }

        using Tensor local = norms.cpu();
        double[] values = local.data<double>().ToArray();
        if (values.Length > (most ?? int.MaxValue) || values.Any(norm => !double.IsFinite(norm) || norm <= 0))
        {
            throw new ArgumentException($"the saved state's '{Norms}' are not norms that this clipping remembers", nameof(state));
        }

        _inTime.Clear();
        _sorted.Clear();
        foreach (double norm in values)
        {
            _inTime.Enqueue(norm);
            _sorted.Add(norm);
        }

        _sorted.Sort();
    }

    protected override double Follow(double norm)
    {
        if (norm > 0)
        {
            Remember(norm);
        }

        return _sorted.Count == 0 ? double.PositiveInfinity : Percentile();
    }

    private void Remember(double norm)
    {
        if (_inTime.Count == most)
        {
            _sorted.RemoveAt(_sorted.BinarySearch(_inTime.Dequeue()));
        }

        _inTime.Enqueue(norm);
        int place = _sorted.BinarySearch(norm);
        _sorted.Insert(place < 0 ? ~place : place, norm);
    }

    /// <summary>Linear between the two norms around the place (n − 1) · p / 100.</summary>
    private double Percentile()
    {
        double place = (_sorted.Count - 1) * percentile / 100;
        int below = (int)place;
        int above = Math.Min(below + 1, _sorted.Count - 1);
        return _sorted[below] + ((place - below) * (_sorted[above] - _sorted[below]));
    }
}
