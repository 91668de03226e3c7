using Athanor.Specs;
using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Whether and how gradients are clipped between backward and step.</summary>
[SpecFamily("clipping")]
public abstract record ClippingSpec : Spec
{
    /// <summary>Clips the gradients of <paramref name="parameters"/> in place; parameters without a gradient are left out.</summary>
    /// <param name="parameters">Parameters that hold the mean gradient of an update.</param>
    public abstract void Clip(IEnumerable<Parameter> parameters);
}
