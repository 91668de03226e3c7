using System.Buffers.Binary;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Persistence;

/// <summary>Tensors in a file, by name: the safetensors format, which holds numbers and no code.</summary>
/// <remarks>
/// <para>Source: the format's description at huggingface/safetensors (header length, JSON header, data). Little-endian, row-major.</para>
/// <para>Written as the reference implementation writes: by type, larger elements first, then by name in ordinal order, so that every tensor lies at a multiple
/// of its element's size and the bytes depend on names, shapes and values alone. Types: bool, uint8, int8 … int64, float16, bfloat16, float32, float64,
/// complex64; the format has no name for complex128 and the quantized types.</para>
/// </remarks>
public static class SafeTensors
{
    /// <summary>The code of every refusal of a file's bytes.</summary>
    internal const string BadFile = "bad-safetensors";

    private const long ChunkBytes = 1 << 24;
    private static readonly SortedDictionary<string, string> NoMetadata = new(StringComparer.Ordinal);

    /// <summary>Replaces the file at <paramref name="path"/> as a whole (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="tensors">Any shapes, strides and devices; they stay the caller's.</param>
    /// <param name="metadata">Strings by name for the header; null for none.</param>
    /// <exception cref="RecipeException"><c>unsupported-dtype</c>: the format has no name for a tensor's type.</exception>
    /// <exception cref="IOException">The disk is full, or the file can't be made there.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes to a stream, from where it stands.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyDictionary{string, Tensor}, IReadOnlyDictionary{string, string})" path="/param|/exception"/>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var header = new SafeTensorsHeader(Layout(tensors), metadata ?? NoMetadata);
        stream.Write(header.ToBytes());
        foreach (var entry in header.Entries)
        {
            using var scope = NewDisposeScope();
            using var inference = no_grad();
            ForEachChunk(Plain(tensors[entry.Name]), entry.ElementBytes, bytes => stream.Write(bytes));
        }
    }

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>By name, on the CPU, without gradient. They belong to the current dispose scope, or to the caller where there is none.</returns>
    /// <exception cref="RecipeException"><c>bad-safetensors</c>: the file is cut short, its header is too long or wrong, or its tensors overlap.</exception>
    /// <exception cref="IOException">The file can't be opened.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads all tensors of a stream that can seek, from where it stands to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <inheritdoc cref="Read(string)" path="/returns|/exception"/>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = ReadHeader(stream, name);
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        foreach (var entry in header.Entries)
        {
            // Allocated by libtorch, whose alignment decides which vector kernels run; a pinned managed array's varies.
            var tensor = Empty(entry, name);
            tensors.Add(entry.Name, tensor);
            ForEachChunk(tensor, entry.ElementBytes, stream.ReadExactly);
        }

        foreach (var tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return tensors;
    }

    /// <summary>Reads the strings of a file's header alone.</summary>
    /// <param name="path">The file.</param>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var stream = File.OpenRead(path);
        return ReadHeader(stream, path).Metadata;
    }

    private static Tensor Empty(SafeTensorsEntry entry, string name)
    {
        try
        {
            return empty(entry.Shape, entry.Type);
        }
        catch (Exception e) when (e is System.Runtime.InteropServices.ExternalException or ArgumentException or OverflowException or OutOfMemoryException)
        {
            throw SafeTensorsHeader.Bad(name, entry.Name, "libtorch can't hold a tensor of its shape", e);
        }
    }

    private static SafeTensorsHeader ReadHeader(Stream stream, string name)
    {
        long available = stream.Length - stream.Position;
        Span<byte> length = stackalloc byte[SafeTensorsHeader.LengthBytes];
        if (available < length.Length)
        {
            throw SafeTensorsHeader.Bad(name, "", $"not a safetensors file: it has {available} bytes, and the header's length alone takes 8");
        }

        stream.ReadExactly(length);
        available -= length.Length;
        ulong jsonBytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (jsonBytes > SafeTensorsHeader.MaxJsonBytes)
        {
            throw SafeTensorsHeader.Bad(name, "", $"not a safetensors file: its header would take {jsonBytes} bytes, more than {SafeTensorsHeader.MaxJsonBytes}");
        }

        if (jsonBytes > (ulong)available)
        {
            throw SafeTensorsHeader.Bad(name, "", $"its header takes {jsonBytes} bytes and {available} are there: the file is cut short");
        }

        byte[] json = new byte[jsonBytes];
        stream.ReadExactly(json);
        return SafeTensorsHeader.Parse(json, available - json.Length, name);
    }

    private static List<SafeTensorsEntry> Layout(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var entries = new List<SafeTensorsEntry>(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            var (dtype, bytes) = SafeTensorsDtypes.Find(tensor.dtype)
                ?? throw new RecipeException("unsupported-dtype", name, $"a safetensors file can't hold {tensor.dtype}; convert it to one of {SafeTensorsDtypes.Names}");
            entries.Add(new SafeTensorsEntry(name, dtype, tensor.dtype, bytes, tensor.shape, 0, 0));
        }

        entries.Sort((a, b) => (Rank: SafeTensorsDtypes.Rank(b.Type).CompareTo(SafeTensorsDtypes.Rank(a.Type)), Name: string.CompareOrdinal(a.Name, b.Name)) switch
        {
            (0, var byName) => byName,
            var (byRank, _) => byRank,
        });
        long end = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            long begin = end;
            end += entries[i].Shape.Aggregate((long)entries[i].ElementBytes, (product, size) => checked(product * size));
            entries[i] = entries[i] with { Begin = begin, End = end };
        }

        return entries;
    }

    /// <summary>The same numbers, contiguous on the CPU, with conjugation and negation carried out.</summary>
    private static Tensor Plain(Tensor tensor)
    {
        var plain = tensor.detach().cpu();
        plain = plain.is_conj() ? plain.resolve_conj() : plain;
        plain = plain.is_neg() ? plain.resolve_neg() : plain;
        return plain.contiguous();
    }

    /// <summary>Goes through a contiguous tensor's memory; in pieces, because a span holds at most 2 GB.</summary>
    private static void ForEachChunk(Tensor tensor, int elementBytes, SpanAction onChunk)
    {
        long elements = tensor.numel();
        long atOnce = ChunkBytes / elementBytes;
        using var flat = tensor.view(-1);
        for (long from = 0; from < elements; from += atOnce)
        {
            using var chunk = flat.narrow(0, from, Math.Min(atOnce, elements - from));
            onChunk(chunk.bytes);
        }
    }

    private delegate void SpanAction(Span<byte> bytes);
}
