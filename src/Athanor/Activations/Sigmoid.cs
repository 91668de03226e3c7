using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>1 / (1 + exp(−x)): into (0, 1).</summary>
/// <remarks>Its slope is at most 1/4, so that gradients shrink through a deep stack of it.</remarks>
[Spec("sigmoid")]
public sealed record Sigmoid : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Sigmoid();
}
