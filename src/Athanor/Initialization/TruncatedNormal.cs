using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>N(<see cref="Mean"/>, <see cref="Std"/>²) of which only what lies within [<see cref="Lower"/>, <see cref="Upper"/>] is drawn.</summary>
/// <remarks>Drawn through the inverse of the distribution function, so that every draw counts and the number of draws is known.</remarks>
[Spec("truncated-normal")]
public sealed record TruncatedNormal : InitializerSpec
{
    /// <summary>The mean before truncation. Default 0.</summary>
    public double Mean { get; init; }

    /// <summary>The standard deviation before truncation. Default 0.02; greater than 0.</summary>
    public double Std { get; init; } = 0.02;

    /// <summary>The lower bound, in the weight's units. Default −0.04.</summary>
    public double Lower { get; init; } = -0.04;

    /// <summary>The upper bound, in the weight's units. Default 0.04; greater than <see cref="Lower"/>.</summary>
    public double Upper { get; init; } = 0.04;

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain)
    {
        // With u uniform between erf of both bounds, √2·erfinv(u) is a standard normal between them.
        Tensor bounds = tensor([(Lower - Mean) / (Std * Math.Sqrt(2)), (Upper - Mean) / (Std * Math.Sqrt(2))], ScalarType.Float64).erf();
        Tensor uniform = empty(weight.shape, ScalarType.Float64).uniform_(bounds[0].item<double>(), bounds[1].item<double>());
        weight.copy_(uniform.erfinv().mul(Std * Math.Sqrt(2)).add(Mean).clamp(Lower, Upper));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Std);
        at.Require(Upper > Lower, $"{Upper} is not greater than lower, {Lower}", nameof(Upper));
    }
}
