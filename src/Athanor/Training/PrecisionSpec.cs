using Athanor.Optimization;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>The numbers that the model computes in. Weights, loss, metrics, norms and the optimizer stay in float32.</summary>
[SpecFamily("precision")]
public abstract record PrecisionSpec : Spec
{
    /// <summary>What products and convolutions are cast to; null for none.</summary>
    internal abstract ScalarType? Type { get; }

    /// <summary>A new loss scale, or null where none is needed.</summary>
    internal virtual DynamicLossScale? NewLossScale() => null;
}
