using Athanor.Specs;
using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Whether and how gradients are clipped between backward and step.</summary>
[SpecFamily("clipping")]
public abstract record ClippingSpec : Spec
{
    /// <summary>Clips the gradients of <paramref name="parameters"/> in place; parameters without a gradient are left out.</summary>
    /// <param name="parameters">Parameters that hold the mean gradient of an update.</param>
    /// <exception cref="InvalidOperationException">The bound follows earlier updates: keep what <see cref="NewBound"/> gives, and call its <c>Clip</c>.</exception>
    public abstract void Clip(IEnumerable<Parameter> parameters);

    /// <summary>What follows the norms of a training for clipping whose bound moves with them; null where the bound is a constant.</summary>
    public virtual ClippingBound? NewBound() => null;
}
