using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>The sum of both penalties: <see cref="L1"/> times the weights' sizes and <see cref="L2"/> times their squares.</summary>
/// <remarks>Gradient: l1 sign(w) + 2 l2 w. Source: Zou &amp; Hastie 2005.</remarks>
[Spec("elastic-net")]
public sealed record ElasticNet : RegularizationSpec
{
    /// <summary>The weight of the sizes. Default 1e-4; at least 0.</summary>
    public double L1 { get; init; } = 1e-4;

    /// <summary>The weight of the squares. Default 1e-4; at least 0.</summary>
    public double L2 { get; init; } = 1e-4;

    /// <summary>Whether parameters whose name ends in <c>bias</c> take no part. Default false.</summary>
    public bool ExcludeBiases { get; init; }

    /// <inheritdoc/>
    public override Tensor AddGradient(IEnumerable<(string Name, Parameter Parameter)> parameters) => WeightPenalty.AddGradient(parameters, L1, L2, ExcludeBiases);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.NotNegative(L1);
        at.NotNegative(L2);
    }
}
