using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Parameters that share the options which may differ within one optimizer.</summary>
/// <param name="Parameters">The parameters and their names, in the optimizer's order.</param>
public sealed record ParameterGroup(IReadOnlyList<(string Name, Parameter Parameter)> Parameters)
{
    /// <summary>Multiplies the learning rate. Default 1.</summary>
    public double LrScale { get; init; } = 1;

    /// <summary>Replaces the optimizer's weight decay; null keeps it.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Replaces the optimizer's other options, by a spec of the same kind, whose learning rate is not looked at; null keeps them.</summary>
    public OptimizerSpec? Options { get; init; }
}
