using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>How gradients become steps of the weights.</summary>
[SpecFamily("optimizer")]
public abstract record OptimizerSpec : Spec
{
    /// <summary>The learning rate at which the schedule starts from. Each member states its default; greater than 0.</summary>
    public abstract double Lr { get; init; }

    /// <summary>Builds the optimizer over <paramref name="groups"/>.</summary>
    public abstract Optimizer Build(IReadOnlyList<ParameterGroup> groups);
}
