using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>The scaled ELU whose constants keep mean 0 and variance 1 through a stack.</summary>
/// <remarks>Source: Klambauer et al. 2017. Gain 3/4, as in PyTorch.</remarks>
[Spec("selu")]
public sealed record SELU : ActivationSpec
{
    /// <inheritdoc/>
    public override double Gain => 0.75;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.SELU();
}
