using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>How a layer's weights start.</summary>
[SpecFamily("initialization")]
public abstract record InitializerSpec : Spec
{
    /// <summary>Fills <paramref name="weight"/> ([out, in, …]) in place from libtorch's generator.</summary>
    /// <param name="weight">The weight, a leaf tensor.</param>
    /// <param name="bias">The layer's bias ([out]), or null.</param>
    /// <param name="gain">The gain of the activation behind the layer.</param>
    public abstract void Apply(Tensor weight, Tensor? bias, double gain);
}
