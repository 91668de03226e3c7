using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x·sigmoid(x).</summary>
/// <remarks>Source: Elfwing, Uchibe &amp; Doya 2018.</remarks>
[Spec("silu")]
public sealed record SiLU : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.SiLU();
}
