using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Steps of about the learning rate in every weight, by moving averages of the gradient and of its square.</summary>
/// <remarks>
/// Source: Kingma &amp; Ba 2015, algorithm 1; amsgrad: Reddi et al. 2018. Weight decay is L2, as in the paper; see <see cref="AdamW"/> for the decoupled form.
/// </remarks>
[Spec("adam")]
public sealed record Adam : OptimizerSpec
{
    /// <summary>The learning rate at which the schedule starts from. Default 0.001; greater than 0.</summary>
    public override double Lr { get; init; } = 0.001;

    /// <summary>The decay of the average of gradients, within [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the average of squares, within [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root, against division by 0. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Added to the gradient, times the weight (L2). Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether the largest average of squares so far takes the place of the current one. Default false.</summary>
    public bool Amsgrad { get; init; }

    /// <inheritdoc/>
    public override Optimizer Build(IReadOnlyList<ParameterGroup> groups) =>
        KernelOptimizer.Of(this, groups, "adam", o => new KernelOptions(
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
