using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>N(<see cref="Mean"/>, <see cref="Std"/>²), whatever the layer's size.</summary>
[Spec("normal")]
public sealed record Normal : InitializerSpec
{
    /// <summary>The mean. Default 0.</summary>
    public double Mean { get; init; }

    /// <summary>The standard deviation. Default 0.02; 0 or more.</summary>
    public double Std { get; init; } = 0.02;

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => weight.normal_(Mean, Std);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Std);
}
