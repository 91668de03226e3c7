using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>log(1 + exp(βx)) / β, a smooth ReLU.</summary>
/// <remarks>Where βx is above <see cref="Threshold"/> it is x itself.</remarks>
[Spec("softplus")]
public sealed record Softplus : ActivationSpec
{
    /// <summary>How sharp the bend is. Default 1; greater than 0.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Above which βx the function is x. Default 20.</summary>
    public double Threshold { get; init; } = 20;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.Softplus(Beta, Threshold);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Beta);
}
