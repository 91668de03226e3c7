using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>Every weight the same: the units of a layer stay like each other, so that hidden layers learn one feature at most; for showing just that.</summary>
[Spec("constant")]
public sealed record Constant : InitializerSpec
{
    /// <summary>The value. Default 0.01.</summary>
    public double Value { get; init; } = 0.01;

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => weight.fill_(Value);
}
