using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Divides the gradient by the root of the sum of all its squares so far: steps shrink where gradients were large.</summary>
/// <remarks>
/// Source: Duchi et al. 2011, as in PyTorch.
/// </remarks>
[Spec("adagrad")]
public sealed record Adagrad : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.01; greater than 0.</summary>
    public override double Lr { get; init; } = 0.01;

    /// <summary>The learning rate is divided by 1 + (step − 1) times this. Default 0.</summary>
    public double LrDecay { get; init; }

    /// <summary>Added to the gradient, times the weight (L2). Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Where the sum of squares starts. Default 0.</summary>
    public double InitialAccumulatorValue { get; init; }

    /// <summary>Added to the root, against division by 0. Default 1e-10.</summary>
    public double Eps { get; init; } = 1e-10;

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "adagrad", o => new KernelOptions(
            [o.WeightDecay, o.LrDecay, o.Eps],
            new KernelState("sum", o.InitialAccumulatorValue)));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.NotNegative(LrDecay);
        at.NotNegative(WeightDecay);
        at.NotNegative(InitialAccumulatorValue);
        at.NotNegative(Eps);
    }
}
