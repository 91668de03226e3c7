using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Adam with the decaying largest gradient in place of the root mean square.</summary>
/// <remarks>
/// Source: Kingma &amp; Ba 2015, algorithm 2, as in PyTorch: eps is added to the gradient's size.
/// </remarks>
[Spec("adamax")]
public sealed record Adamax : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.002; greater than 0.</summary>
    public override double Lr { get; init; } = 0.002;

    /// <summary>The decay of the average of gradients, within [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the largest gradient, within [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the gradient's size, against division by 0. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Added to the gradient, times the weight (L2). Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "adamax", o => new KernelOptions(
            [o.WeightDecay, o.Beta1, o.Beta2, o.Eps],
            new KernelState("expAvg"), new KernelState("expInf")));

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
