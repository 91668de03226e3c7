using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>min(6, max(0, x)).</summary>
/// <remarks>Source: Krizhevsky 2010.</remarks>
[Spec("relu6")]
public sealed record ReLU6 : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.ReLU6();
}
