using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x·tanh(log(1 + exp(x))).</summary>
/// <remarks>Source: Misra 2019.</remarks>
[Spec("mish")]
public sealed record Mish : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Mish();
}
