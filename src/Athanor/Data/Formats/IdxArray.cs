namespace Athanor.Data.Formats;

/// <summary>An array of bytes as an IDX file holds it.</summary>
/// <remarks>
/// The format of MNIST (LeCun, Cortes, Burges): two zero bytes, the element type (8 for unsigned bytes, the only one read here), the number of axes, each axis as a
/// big-endian 32-bit number, then the elements in row order and nothing else.
/// </remarks>
/// <param name="Shape">The axes, the first of which counts samples.</param>
/// <param name="Elements">The elements in row order.</param>
internal sealed record IdxArray(long[] Shape, byte[] Elements)
{
    private const byte UnsignedByte = 8;

    /// <summary>Reads a file whose array must have between <paramref name="fewestAxes"/> and <paramref name="mostAxes"/> axes.</summary>
    public static IdxArray Read(DataFile file, int fewestAxes, int mostAxes, CancellationToken cancellation) => file.Read(stream =>
    {
        byte[] magic = Exactly(stream, 4, file, "its header");
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw file.Refusal("not-idx", $"is no IDX file: it begins with {Convert.ToHexString(magic)}, not 0000…");
        }

        if (magic[2] != UnsignedByte)
        {
            throw file.Refusal("not-idx", $"holds elements of type 0x{magic[2]:X2}; only unsigned bytes (0x08) are read");
        }

        if (magic[3] < fewestAxes || magic[3] > mostAxes)
        {
            string wanted = fewestAxes == mostAxes ? $"{fewestAxes}" : $"{fewestAxes} to {mostAxes}";
            throw file.Refusal("not-idx", $"has {magic[3]} axes where {wanted} are wanted; are images and labels exchanged?");
        }

        byte[] axes = Exactly(stream, 4 * magic[3], file, "its header");
        long[] shape = new long[magic[3]];
        long count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(axes.AsSpan(4 * i));
            if (shape[i] == 0)
            {
                throw file.Refusal("empty-file", $"is empty: its shape is [{string.Join(", ", shape[..(i + 1)])}, …]");
            }

            count = count > Array.MaxLength / shape[i]
                ? throw file.Refusal("file-too-large", $"says it holds more than {Array.MaxLength:N0} bytes, which is too large")
                : count * shape[i];
        }

        byte[] elements = ReadElements(stream, count, shape, file, cancellation);
        return stream.ReadByte() < 0
            ? new IdxArray(shape, elements)
            : throw file.Refusal("broken-file", $"goes on after the {count:N0} bytes that its header tells of");
    });

    /// <summary>Reads in pieces that grow, so that a header that lies can't claim memory.</summary>
    private static byte[] ReadElements(Stream stream, long count, long[] shape, DataFile file, CancellationToken cancellation)
    {
        byte[] elements = new byte[Math.Min(count, 1 << 20)];
        int filled = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = stream.ReadAtLeast(elements.AsSpan(filled), elements.Length - filled, throwOnEndOfStream: false);
            filled += read;
            if (filled == count)
            {
                return elements;
            }

            if (filled < elements.Length)
            {
                throw file.Refusal("truncated-file", $"is truncated: {filled:N0} of the {count:N0} bytes of its shape [{string.Join(", ", shape)}] are there");
            }

            Array.Resize(ref elements, (int)Math.Min(count, 2L * elements.Length));
        }
    }

    private static byte[] Exactly(Stream stream, int count, DataFile file, string what)
    {
        byte[] bytes = new byte[count];
        int read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : throw file.Refusal(read == 0 ? "empty-file" : "truncated-file", $"is truncated within {what}");
    }
}
