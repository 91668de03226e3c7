using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The symmetric mean absolute percentage error, from 0 to 200: the error beside the mean of both magnitudes.</summary>
/// <remarks>
/// <para>200·|F − A|/(|F| + |A|) of a forecast F and an actual value A; the denominator is detached, so that a forecast does not improve by growing. 0/0 counts as 0.</para>
/// <para>Prediction and target: any equal shape, usually [series, time]. Terms: one a place; counted: all places, masked ones too, so that the mean runs over batch × time.</para>
/// <para>Source: N-BEATS' reference code (Oreshkin et al. 2020); the measure is M4's.</para>
/// </remarks>
[Spec("smape")]
public sealed record SmapeLoss : LossSpec
{
    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor error = (x.Prediction - x.Target).abs();
        Tensor denominator = (x.Prediction.abs() + x.Target.abs()).detach();
        Tensor finite = (error.detach() / denominator).isfinite();
        Tensor quotient = error / where(finite, denominator, ones_like(denominator));
        return x.OverAllPlaces(200 * where(finite, quotient, zeros_like(quotient)));
    }
}
