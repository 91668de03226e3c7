using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Adam without its noisy first steps: while the average of squares rests on too few gradients, momentum alone moves the weights.</summary>
/// <remarks>
/// Source: Liu et al. 2020, algorithm 2, with the bound 5 of the authors' code and PyTorch in place of the paper's 4.
/// </remarks>
[Spec("radam")]
public sealed record RAdam : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.001; greater than 0.</summary>
    public override double Lr { get; init; } = 0.001;

    /// <summary>The decay of the average of gradients, within [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the average of squares, within [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root, against division by 0. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Added to the gradient, times the weight (L2), or as <see cref="DecoupledWeightDecay"/> says. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether weight decay is taken off the weights themselves, as in AdamW. Default false.</summary>
    public bool DecoupledWeightDecay { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "radam", o => new KernelOptions(
            [o.WeightDecay, o.Beta1, o.Beta2, o.Eps, o.DecoupledWeightDecay ? 1 : 0],
            new KernelState("expAvg"), new KernelState("expAvgSq")));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.WithinHalfOpen(Beta1, 0, 1);
        at.WithinHalfOpen(Beta2, 0, 1);
        at.NotNegative(Eps);
        at.NotNegative(WeightDecay);
    }
}
