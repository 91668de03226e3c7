using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>λ times the sum of the weights' squares: pulls weights to 0 in proportion to their size.</summary>
/// <remarks>Gradient: 2 λ w, so that an optimizer's coupled <c>weightDecay</c> is 2 λ. Source: Krogh &amp; Hertz 1992.</remarks>
[Spec("l2")]
public sealed record L2 : RegularizationSpec
{
    /// <summary>The penalty's weight λ. Default 1e-4; at least 0.</summary>
    public double Lambda { get; init; } = 1e-4;

    /// <summary>Whether parameters whose name ends in <c>bias</c> take no part. Default false.</summary>
    public bool ExcludeBiases { get; init; }

    /// <inheritdoc/>
    public override Tensor AddGradient(IEnumerable<(string Name, Parameter Parameter)> parameters) => WeightPenalty.AddGradient(parameters, 0, Lambda, ExcludeBiases);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Lambda);
}
