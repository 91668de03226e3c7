using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>max(0, x) + min(0, α·(exp(x/α) − 1)): the ELU whose slope has no step at 0 whatever <see cref="Alpha"/>.</summary>
/// <remarks>Source: Barron 2017.</remarks>
[Spec("celu")]
public sealed record CELU : ActivationSpec
{
    /// <summary>Where it saturates below 0. Default 1; greater than 0.</summary>
    public double Alpha { get; init; } = 1;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.CELU(Alpha);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Alpha);
}
