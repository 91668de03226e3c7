using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x·clamp(x/6 + ½, 0, 1): Swish with a hard sigmoid.</summary>
/// <remarks>Source: Howard et al. 2019 (MobileNetV3), eq. for h-swish.</remarks>
[Spec("hard-swish")]
public sealed record HardSwish : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Hardswish();
}
