using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x / (1 + |x|): into (−1, 1), with tails heavier than those of tanh.</summary>
/// <remarks>Source: Bergstra et al. 2009.</remarks>
[Spec("softsign")]
public sealed record Softsign : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Softsign();
}
