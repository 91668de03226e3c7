using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>Products and convolutions in bfloat16, by libtorch's autocast: float32's range with 8 bits of precision, so the loss needs no scale.</summary>
/// <remarks>Faster where the processor has <c>avx512_bf16</c> or <c>amx_bf16</c> (<c>athanor doctor</c> says), and on CUDA devices since Ampere.</remarks>
[Spec("bf16")]
public sealed record Bf16 : PrecisionSpec
{
    /// <inheritdoc/>
    internal override ScalarType? Type => ScalarType.BFloat16;
}
