using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Steps of exactly the learning rate in every weight: the sign of a mix of momentum and gradient.</summary>
/// <remarks>
/// Source: Chen et al. 2023, algorithm 2; the sign of 0 is 0.
/// </remarks>
[Spec("lion")]
public sealed record Lion : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 1e-4; greater than 0.</summary>
    public override double Lr { get; init; } = 1e-4;

    /// <summary>The share of the momentum in the mix whose sign is taken, within [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the momentum, within [0, 1). Default 0.99.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>The share of a weight, times the learning rate, that each step takes off. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "lion", o => new KernelOptions(
            [o.WeightDecay, o.Beta1, o.Beta2],
            new KernelState("expAvg")));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.WithinHalfOpen(Beta1, 0, 1);
        at.WithinHalfOpen(Beta2, 0, 1);
        at.NotNegative(WeightDecay);
    }
}
