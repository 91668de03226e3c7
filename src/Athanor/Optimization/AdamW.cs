using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Adam with weight decay taken off the weights themselves, so that it is not divided by the gradients' size.</summary>
/// <remarks>
/// Source: Loshchilov &amp; Hutter 2019, algorithm 2, in PyTorch's form: the decay is multiplied by the learning rate.
/// </remarks>
[Spec("adamw")]
public sealed record AdamW : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.001; greater than 0.</summary>
    public override double Lr { get; init; } = 0.001;

    /// <summary>The decay of the average of gradients, within [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the average of squares, within [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root, against division by 0. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>The share of a weight, times the learning rate, that each step takes off. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Whether the largest average of squares so far takes the place of the current one. Default false.</summary>
    public bool Amsgrad { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "adamw", o => new KernelOptions(
            [o.WeightDecay, o.Beta1, o.Beta2, o.Eps, o.Amsgrad ? 1 : 0],
            new KernelState("expAvg"), new KernelState("expAvgSq"), o.Amsgrad ? new KernelState("maxExpAvgSq") : null));

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
