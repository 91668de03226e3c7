using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Weight, mean and summed squared deviations from the mean, in float64; exact to rounding however far the values are from 0.</summary>
/// <remarks>Batches are merged as in Chan, Golub and LeVeque 1979; a constant has deviations of exactly 0.</remarks>
public sealed class RunningMoments : ISavedState, IDisposable
{
    private const string Moments = "moments";

    /// <summary>[weight, mean, squared deviations].</summary>
    private readonly RunningTable _moments = new(3);

    /// <summary>Adds values that count 1 each, or <paramref name="factor"/> each (broadcast to the values). A value whose factor is 0 may be NaN.</summary>
    public void Add(Tensor values, Tensor? factor)
    {
        Tensor terms = values.to_type(ScalarType.Float64).flatten();
        Tensor counts = factor is null ? ones_like(terms) : factor.to_type(ScalarType.Float64).expand(values.shape).flatten();
        Tensor counting = (counts != 0).nonzero().squeeze(1);
        terms = terms.index_select(0, counting);
        counts = counts.index_select(0, counting);
        if (terms.numel() == 0)
        {
            return;
        }

        // Deviations from one of the values: of a constant they are 0 without rounding.
        Tensor origin = terms[0];
        Tensor deviations = terms - origin;
        Tensor weight = counts.sum();
        Tensor mean = (counts * deviations).sum() / weight;
        Tensor squares = (counts * (deviations - mean).square()).sum();
        Merge(weight, origin + mean, squares);
    }

    /// <summary>What was added weighs, its mean and the sum of its squared deviations from that.</summary>
    public (double Weight, double Mean, double SquaredDeviations) Value()
    {
        double[] moments = _moments.Values();
        return (moments[0], moments[1], moments[2]);
    }

    /// <inheritdoc/>
    public SavedState SaveState() => Parts().SaveState();

    /// <inheritdoc/>
    public void RestoreState(SavedState state) => Parts().RestoreState(state);

    /// <inheritdoc/>
    public void Dispose() => _moments.Dispose();

    private void Merge(Tensor weight, Tensor mean, Tensor squares)
    {
        Tensor known = _moments.Current(weight.device);
        Tensor all = known[0] + weight;
        Tensor step = where(known[0] == 0, mean, (mean - known[1]) * weight / all);
        Tensor apart = where(known[0] == 0, zeros_like(mean), (mean - known[1]).square() * known[0] * weight / all);
        _moments.Add(stack([weight, step, squares + apart]));
    }

    private SavedParts Parts() => new() { { Moments, _moments } };
}
