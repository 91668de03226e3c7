using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x itself: no activation.</summary>
/// <remarks>For layers that stay linear, and for models that end in logits.</remarks>
[Spec("identity")]
public sealed record Identity : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Identity();
}
