using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Adam with Nesterov's look ahead.</summary>
/// <remarks>
/// Source: Dozat 2016, with its schedule of the momentum, as in PyTorch.
/// </remarks>
[Spec("nadam")]
public sealed record NAdam : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.002; greater than 0.</summary>
    public override double Lr { get; init; } = 0.002;

    /// <summary>The decay of the average of gradients, within [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the average of squares, within [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root, against division by 0. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Added to the gradient, times the weight (L2), or as <see cref="DecoupledWeightDecay"/> says. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How fast the momentum grows towards beta1: 1 − ½ · 0.96^(step · this). Default 0.004.</summary>
    public double MomentumDecay { get; init; } = 0.004;

    /// <summary>Whether weight decay is taken off the weights themselves, as in AdamW. Default false.</summary>
    public bool DecoupledWeightDecay { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "nadam", o => new KernelOptions(
            [o.WeightDecay, o.Beta1, o.Beta2, o.Eps, o.MomentumDecay, o.DecoupledWeightDecay ? 1 : 0],
            new KernelState("expAvg"), new KernelState("expAvgSq"), new KernelState("muProduct", Initial: 1, Single: true)));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.WithinHalfOpen(Beta1, 0, 1);
        at.WithinHalfOpen(Beta2, 0, 1);
        at.NotNegative(Eps);
        at.NotNegative(WeightDecay);
        at.NotNegative(MomentumDecay);
    }
}
