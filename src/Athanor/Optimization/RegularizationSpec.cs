using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Optimization;

/// <summary>A penalty on the weights, added once per update to the mean gradient, before clipping.</summary>
[SpecFamily("regularization")]
public abstract record RegularizationSpec : Spec
{
    /// <summary>Adds the penalty's gradient to the gradients that <paramref name="parameters"/> hold.</summary>
    /// <param name="parameters">Parameters by name; those without a gradient take no part.</param>
    /// <returns>The penalty: a scalar on the parameters' device, in the current dispose scope.</returns>
    public abstract Tensor AddGradient(IEnumerable<(string Name, Parameter Parameter)> parameters);
}
