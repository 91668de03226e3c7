using System.Buffers.Binary;
using System.Text.Json;
using Athanor.Specs;

namespace Athanor.Persistence;

/// <summary>The head of a safetensors file: eight bytes of length (little-endian), then JSON, padded with spaces to a multiple of eight.</summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const int LengthBytes = 8;

    // The reference implementation's bound; a longer one is a broken or hostile file.
    public const long MaxJsonBytes = 100_000_000;

    // libtorch's own bound on the axes of a tensor that it iterates over.
    private const int MostAxes = 64;

    private const string MetadataKey = "__metadata__";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes of all tensors together.</summary>
    public long DataBytes => Entries.Count == 0 ? 0 : Entries.Max(entry => entry.End);

    /// <summary>The bytes that stand before the data.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[LengthBytes]);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(json);
        }

        while (buffer.Length % LengthBytes != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        byte[] bytes = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - LengthBytes);
        return bytes;
    }

    /// <summary>Reads the JSON of a header and checks it against the <paramref name="dataBytes"/> that follow it.</summary>
    public static SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataBytes, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<SafeTensorsEntry>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw Bad(file, property.Name, "the header names this tensor twice");
                }

                if (property.Name == MetadataKey)
                {
                    foreach (var pair in property.Value.EnumerateObject())
                    {
                        metadata[pair.Name] = pair.Value.GetString() ?? throw Bad(file, MetadataKey, $"'{pair.Name}' is not a string");
                    }
                }
                else
                {
                    entries.Add(Entry(property.Name, property.Value, file));
                }
            }

            // Together the tensors must cover the data without gap or overlap; entries without elements lie between.
            entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            long reached = 0;
            foreach (var entry in entries)
            {
                if (entry.Begin != reached)
                {
                    string how = entry.Begin < reached ? "overlaps another tensor" : "leaves a gap before it";
                    throw Bad(file, entry.Name, $"begins at byte {entry.Begin} of the data, where {reached} was expected: it {how}");
                }

                reached = entry.End;
            }

            if (reached != dataBytes)
            {
                string how = reached > dataBytes ? "the file is cut short" : "something else follows them";
                throw Bad(file, "", $"its tensors take {reached} bytes and {dataBytes} are there: {how}");
            }

            return new SafeTensorsHeader(entries, metadata);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw Bad(file, "", $"not a safetensors file: its header can't be read ({error.Message.ReplaceLineEndings(" ")})", error);
        }
    }

    /// <summary>The refusal of a file, or of one of its tensors.</summary>
    public static RecipeException Bad(string file, string tensor, string problem, Exception? inner = null) =>
        new(SafeTensors.BadFile, tensor, problem, file, inner);

    private static SafeTensorsEntry Entry(string name, JsonElement value, string file)
    {
        string dtype = value.GetProperty("dtype").GetString() ?? "";
        var (type, elementBytes) = SafeTensorsDtypes.Find(dtype)
            ?? throw Bad(file, name, $"has elements of type '{dtype}', which libtorch can't hold here; known are {SafeTensorsDtypes.Names}");
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long[] offsets = [.. value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (shape.Length > MostAxes)
        {
            throw Bad(file, name, $"has {shape.Length} axes; libtorch holds {MostAxes}");
        }

        if (shape.Any(size => size < 0) || offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
        {
            throw Bad(file, name, "its shape and offsets can't be: sizes and offsets are 0 or more, and the end is not before the beginning");
        }

        // A size of 0 makes the tensor empty whatever the other sizes multiply to, so they are not multiplied.
        long bytes = shape.Contains(0) ? 0 : shape.Aggregate((long)elementBytes, (product, size) => checked(product * size));
        if (offsets[1] - offsets[0] != bytes)
        {
            throw Bad(file, name, $"[{string.Join(", ", shape)}] of {dtype} takes {bytes} bytes and its offsets give it {offsets[1] - offsets[0]}");
        }

        return new SafeTensorsEntry(name, dtype, type, elementBytes, shape, offsets[0], offsets[1]);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Metadata.Count > 0)
        {
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        foreach (var entry in Entries)
        {
            json.WriteStartObject(entry.Name);
            json.WriteString("dtype", entry.Dtype);
            json.WriteStartArray("shape");
            foreach (long size in entry.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(entry.Begin);
            json.WriteNumberValue(entry.End);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
