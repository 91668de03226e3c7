using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x·Φ(x), Φ the normal distribution function.</summary>
/// <remarks>Source: Hendrycks &amp; Gimpel 2016, the exact form.</remarks>
[Spec("gelu")]
public sealed record GELU : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.GELU();
}
