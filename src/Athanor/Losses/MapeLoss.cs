using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The mean absolute percentage error, as a share: 0.1 is an error of a tenth of the target.</summary>
/// <remarks>
/// <para>|(prediction − target)·(mask/target)|, where a quotient that is not finite (a target of 0) counts as 0, and so does its gradient.</para>
/// <para>Prediction and target: any equal shape, usually [series, time]. Terms: one a place; counted: all places, masked ones too, so that the mean runs over batch × time.</para>
/// <para>Source: N-BEATS' reference code (Oreshkin et al. 2020). It clears NaN and +∞ only; −∞, of a target just below 0, is cleared here too.</para>
/// </remarks>
[Spec("mape")]
public sealed record MapeLoss : LossSpec
{
    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor quotient = 1 / x.Target;
        Tensor error = ((x.Prediction - x.Target) * where(quotient.isfinite(), quotient, zeros_like(quotient))).abs();
        return x.OverAllPlaces(where(quotient.isinf(), zeros_like(error), error));
    }
}
