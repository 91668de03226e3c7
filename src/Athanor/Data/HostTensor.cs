using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>Makes CPU tensors whose memory libtorch allocated, and opens them for writing from C#.</summary>
/// <remarks>A tensor over a managed array is aligned as the array happens to be; kernels choose their path, and so their rounding, by alignment.</remarks>
internal static class HostTensor
{
    /// <summary>A tensor with the given values in row order.</summary>
    public static Tensor Of<T>(ReadOnlySpan<T> values, ScalarType type, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        Tensor tensor = empty(shape, type);
        values.CopyTo(Values<T>(tensor));
        return tensor;
    }

    /// <summary>The memory of a contiguous CPU tensor, below 2 GiB.</summary>
    public static Span<T> Values<T>(Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
