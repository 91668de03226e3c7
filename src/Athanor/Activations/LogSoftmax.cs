using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>The logarithm of softmax along <see cref="Axis"/>, computed without forming it.</summary>
[Spec("log-softmax")]
public sealed record LogSoftmax : ActivationSpec
{
    /// <summary>The axis whose exponentials add up to 1; negative ones count from the last. Default −1, the last.</summary>
    public long Axis { get; init; } = -1;

    /// <inheritdoc/>
    public override bool IsElementWise => false;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.LogSoftmax(Axis);
}
