using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x·sigmoid(βx), β fixed.</summary>
/// <remarks>
/// With β = 1 it is <see cref="SiLU"/>; towards β = 0 it becomes x/2, towards large β ReLU. Source: Ramachandran, Zoph &amp; Le 2017, who also try a learned β.
/// </remarks>
[Spec("swish")]
public sealed record Swish : ActivationSpec
{
    /// <summary>How sharp the bend is. Default 1; any number but NaN and ±∞.</summary>
    public double Beta { get; init; } = 1;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build()
    {
        double beta = Beta;
        return new FunctionModule(nameof(Swish), x => x * sigmoid(beta * x));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Require(double.IsFinite(Beta), $"{Beta} is not a finite number", nameof(Beta));
}
