using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>U(<see cref="Lower"/>, <see cref="Upper"/>), whatever the layer's size.</summary>
[Spec("uniform")]
public sealed record Uniform : InitializerSpec
{
    /// <summary>The lower bound. Default −0.05.</summary>
    public double Lower { get; init; } = -0.05;

    /// <summary>The upper bound. Default 0.05; at least <see cref="Lower"/>.</summary>
    public double Upper { get; init; } = 0.05;

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => weight.uniform_(Lower, Upper);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Require(Upper >= Lower, $"{Upper} is less than lower, {Lower}", nameof(Upper));
}
