using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Divides the gradient by a moving root mean square of itself.</summary>
/// <remarks>
/// Source: Tieleman &amp; Hinton 2012; centered: Graves 2013. As in PyTorch, eps stands outside the root.
/// </remarks>
[Spec("rmsprop")]
public sealed record RmsProp : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.01; greater than 0.</summary>
    public override double Lr { get; init; } = 0.01;

    /// <summary>The decay of the average of squares, within [0, 1). Default 0.99.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the root, against division by 0. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Added to the gradient, times the weight (L2). Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The share of the previous step that is kept, within [0, 1). Default 0.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether to divide by the standard deviation instead of the root mean square. Default false.</summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "rmsprop", o => new KernelOptions(
            [o.WeightDecay, o.Alpha, o.Eps, o.Momentum, o.Centered ? 1 : 0],
            new KernelState("squareAvg"), o.Momentum > 0 ? new KernelState("momentumBuffer") : null, o.Centered ? new KernelState("gradAvg") : null));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.WithinHalfOpen(Alpha, 0, 1);
        at.NotNegative(Eps);
        at.NotNegative(WeightDecay);
        at.WithinHalfOpen(Momentum, 0, 1);
    }
}
