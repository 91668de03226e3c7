using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Optimization;

/// <summary>The state of <see cref="ZClip"/>: the norms of the warmup, then running mean and variance.</summary>
internal sealed class NormMoments(ZClip spec) : ClippingBound
{
    /// <summary>Keeps z finite where all norms were alike, as in the authors' program.</summary>
    private const double Eps = 1e-6;

    private readonly List<double> _warmup = [];
    private double _mean = double.NaN;
    private double _variance = double.NaN;

    public override SavedState SaveState() => new()
    {
        Values =
        {
            ["warmup"] = new JsonArray([.. _warmup.Select(SavedState.Number)]),
            ["mean"] = SavedState.Number(_mean),
            ["variance"] = SavedState.Number(_variance),
        },
    };

    public override void RestoreState(SavedState state)
    {
        if (state.Values["warmup"] is not JsonArray norms || norms.Any(norm => norm is not JsonValue value || !value.TryGetValue(out double _)))
        {
            throw new ArgumentException("the saved state has no usable value 'warmup'", nameof(state));
        }

        (_mean, _variance) = (state.Double("mean"), state.Double("variance"));
        _warmup.Clear();
        _warmup.AddRange(norms.Select(norm => norm!.GetValue<double>()));
    }

    protected override double Follow(double norm)
    {
        double always = spec.MaxNorm ?? double.PositiveInfinity;
        if (double.IsNaN(_mean))
        {
            WarmUp(norm);
            return always;
        }

        double bound = Bound(norm);
        double after = Math.Min(norm, bound);
        _mean = (spec.Alpha * _mean) + ((1 - spec.Alpha) * after);
        _variance = (spec.Alpha * _variance) + ((1 - spec.Alpha) * (after - _mean) * (after - _mean));
        return Math.Min(bound, always);
    }

    private void WarmUp(double norm)
    {
        _warmup.Add(norm);
        if (_warmup.Count == spec.WarmupSteps)
        {
            _mean = _warmup.Average();
            _variance = _warmup.Average(each => (each - _mean) * (each - _mean));
            _warmup.Clear();
        }
    }

    private double Bound(double norm)
    {
        double deviation = Math.Sqrt(_variance);
        double z = (norm - _mean) / (deviation + Eps);
        return z > spec.ZThreshold ? Math.Max(_mean + (deviation * spec.ZThreshold * spec.ZThreshold / z), Eps) : double.PositiveInfinity;
    }
}
