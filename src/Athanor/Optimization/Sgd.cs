using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Stochastic gradient descent, plain or with momentum.</summary>
/// <remarks>
/// Source: Polyak 1964; Nesterov 1983 in the form of Sutskever et al. 2013, as PyTorch has it: the buffer is the gradient at the first step,
/// whatever the dampening.
/// </remarks>
[Spec("sgd")]
public sealed record Sgd : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.01; greater than 0.</summary>
    public override double Lr { get; init; } = 0.01;

    /// <summary>The share of the previous step's direction that is kept, within [0, 1). Default 0.</summary>
    public double Momentum { get; init; }

    /// <summary>The share of the new gradient that momentum leaves out. Default 0.</summary>
    public double Dampening { get; init; }

    /// <summary>Whether to look ahead along the momentum; needs momentum and no dampening. Default false.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Added to the gradient, times the weight (L2). Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "sgd", o => new KernelOptions(
            [o.WeightDecay, o.Momentum, o.Dampening, o.Nesterov ? 1 : 0],
            o.Momentum > 0 ? new KernelState("momentumBuffer") : null));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.WithinHalfOpen(Momentum, 0, 1);
        at.Within(Dampening, 0, 1);
        at.NotNegative(WeightDecay);
        at.Require(!Nesterov || (Momentum > 0 && Dampening == 0), "nesterov needs momentum above 0 and dampening 0", nameof(Nesterov));
    }
}
