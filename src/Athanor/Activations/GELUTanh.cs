using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>½x·(1 + tanh(√(2/π)·(x + 0.044715x³))): the approximation of <see cref="GELU"/> that GPT-2 and BERT's first code use.</summary>
/// <remarks>
/// At most 0.0005 from the exact form. Source: Hendrycks &amp; Gimpel 2016, section 2. Computed so that huge inputs give x or 0, and slopes of 1 or 0: the
/// cube alone overflows in float32 from |x| = 7·10¹², and the formula as it is written then has NaN as its gradient.
/// </remarks>
[Spec("gelu-tanh")]
public sealed record GELUTanh : ActivationSpec
{
    // Beyond it tanh is ±1 in every float type.
    private const double Saturated = 20;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new FunctionModule(nameof(GELUTanh), static x =>
    {
        Tensor near = x.clamp(-Saturated, Saturated);
        Tensor inner = Math.Sqrt(2 / Math.PI) * near * (1 + (0.044715 * near * near));
        return 0.5 * x * (1 + inner.tanh());
    });
}
