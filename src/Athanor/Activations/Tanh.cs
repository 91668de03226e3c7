using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>The hyperbolic tangent: into (−1, 1).</summary>
/// <remarks>Gain 5/3, as in PyTorch.</remarks>
[Spec("tanh")]
public sealed record Tanh : ActivationSpec
{
    /// <inheritdoc/>
    public override double Gain => 5.0 / 3;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Tanh();
}
