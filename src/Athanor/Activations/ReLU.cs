using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>max(0, x).</summary>
/// <remarks>The gradient at 0 is 0. Source: Nair &amp; Hinton 2010. Gain √2 (He et al. 2015).</remarks>
[Spec("relu")]
public sealed record ReLU : ActivationSpec
{
    /// <inheritdoc/>
    public override double Gain => Math.Sqrt(2);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.ReLU();
}
