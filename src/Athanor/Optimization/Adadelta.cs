using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Divides the gradient by its moving root mean square and multiplies it by that of the steps, so that units fit.</summary>
/// <remarks>
/// Source: Zeiler 2012, algorithm 1, with PyTorch's learning rate in front.
/// </remarks>
[Spec("adadelta")]
public sealed record Adadelta : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 1.0; greater than 0.</summary>
    public override double Lr { get; init; } = 1.0;

    /// <summary>The decay of both averages, within [0, 1). Default 0.9.</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>Added under both roots. Default 1e-6; greater than 0.</summary>
    public double Eps { get; init; } = 1e-6;

    /// <summary>Added to the gradient, times the weight (L2). Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "adadelta", o => new KernelOptions(
            [o.WeightDecay, o.Rho, o.Eps],
            new KernelState("squareAvg"), new KernelState("accDelta")));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        base.Validate(at);
        at.WithinHalfOpen(Rho, 0, 1);
        at.Positive(Eps);
        at.NotNegative(WeightDecay);
    }
}
