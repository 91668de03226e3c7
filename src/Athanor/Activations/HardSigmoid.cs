using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>clamp(x/6 + ½, 0, 1): a sigmoid of three straight lines.</summary>
/// <remarks>The gradient at ±3 is 0. Source: Howard et al. 2019 (MobileNetV3), as in PyTorch; Courbariaux et al. 2015 and Keras 2 have the slope 1/5.</remarks>
[Spec("hard-sigmoid")]
public sealed record HardSigmoid : ActivationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Hardsigmoid();
}
