using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>How many numbers flow into and out of one unit of a layer, by the shape of its weight [out, in, kernel…].</summary>
/// <param name="In">Shape[1] times the kernel.</param>
/// <param name="Out">Shape[0] times the kernel; groups do not divide it, as in PyTorch.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Fans(long In, long Out)
{
    /// <summary>The fans of a weight of at least two axes.</summary>
    /// <exception cref="ArgumentException">There are fewer axes.</exception>
    public static Fans Of(Tensor weight) => Of(weight.shape);

    /// <inheritdoc cref="Of(Tensor)"/>
    public static Fans Of(params long[] shape)
    {
        if (shape.Length < 2)
        {
            throw new ArgumentException($"a weight of shape [{string.Join(", ", shape)}] has no fans; it needs at least two axes", nameof(shape));
        }

        long kernel = 1;
        foreach (long size in shape.AsSpan(2))
        {
            kernel *= size;
        }

        return new Fans(shape[1] * kernel, shape[0] * kernel);
    }
}
