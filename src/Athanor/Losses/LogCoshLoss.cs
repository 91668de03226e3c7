using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The logarithm of the error's hyperbolic cosine: squared near 0, absolute beyond, smooth everywhere and without an option.</summary>
/// <remarks>
/// <para>With d = prediction − target: log cosh d. Its gradient is tanh d, bounded by 1.</para>
/// <para>Prediction and target: any equal shape, any unit. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>
/// Computed as log(1 + 2·sinh²(d/2)) within |d| ≤ 1, where log cosh would lose all its digits, and as |d| + log(1 + exp(−2|d|)) − log 2 beyond, where cosh overflows.
/// Source: the form is folklore; Saleh &amp; Saleh 2022 study it.
/// </para>
/// </remarks>
[Spec("log-cosh")]
public sealed record LogCoshLoss : LossSpec
{
    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor error = x.Prediction - x.Target;
        Tensor magnitude = error.abs();
        Tensor near = (2 * (error.clamp(-1, 1) / 2).sinh().square()).log1p();
        Tensor far = magnitude + (-2 * magnitude).exp().log1p() - Math.Log(2);
        return x.PerElement(where(magnitude <= 1, near, far));
    }
}
