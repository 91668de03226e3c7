using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>exp(x) over its sum along <see cref="Axis"/>: positive numbers that add up to 1.</summary>
[Spec("softmax")]
public sealed record Softmax : ActivationSpec
{
    /// <summary>The axis that adds up to 1; negative ones count from the last. Default −1, the last.</summary>
    public long Axis { get; init; } = -1;

    /// <inheritdoc/>
    public override bool IsElementWise => false;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Softmax(Axis);
}
