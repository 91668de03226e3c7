using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>Everything in float32.</summary>
[Spec("fp32")]
public sealed record Fp32 : PrecisionSpec
{
    /// <inheritdoc/>
    internal override ScalarType? Type => null;
}
