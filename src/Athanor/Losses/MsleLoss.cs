using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The squared error of the logarithms: what counts is by what factor a prediction is off, so that large values don't rule.</summary>
/// <remarks>
/// <para>(log(1 + prediction) − log(1 + target))². Prediction and target: any equal shape, both above −1 (a prediction that is not has no logarithm and gives NaN).</para>
/// <para>Terms: one an element; counted: the elements that the mask leaves. Source: the form of scikit-learn's <c>mean_squared_log_error</c>.</para>
/// </remarks>
[Spec("msle")]
public sealed record MsleLoss : LossSpec
{
    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => (targets <= -1, "above −1, where 1 + target has a logarithm; take mse");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x) => x.PerElement((x.Prediction.log1p() - x.Target.log1p()).square());
}
