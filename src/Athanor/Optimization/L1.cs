using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>λ times the sum of the weights' sizes: pulls weights to exactly 0 with a force that does not fade.</summary>
/// <remarks>Gradient: λ sign(w), with sign(0) = 0. Source: Tibshirani 1996.</remarks>
[Spec("l1")]
public sealed record L1 : RegularizationSpec
{
    /// <summary>The penalty's weight λ. Default 1e-4; at least 0.</summary>
    public double Lambda { get; init; } = 1e-4;

    /// <summary>Whether parameters whose name ends in <c>bias</c> take no part. Default false.</summary>
    public bool ExcludeBiases { get; init; }

    /// <inheritdoc/>
    public override Tensor AddGradient(IEnumerable<(string Name, Parameter Parameter)> parameters) => WeightPenalty.AddGradient(parameters, Lambda, 0, ExcludeBiases);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Lambda);
}
