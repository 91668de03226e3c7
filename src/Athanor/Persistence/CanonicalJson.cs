using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Athanor.Persistence;

/// <summary>The one way in which a JSON value is written where bytes are compared: keys in ordinal order, no white space, shortest round-trip numbers.</summary>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical UTF-8 bytes of <paramref name="node"/>; null is <c>null</c>.</summary>
    public static byte[] ToBytes(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, node);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The canonical text of <paramref name="node"/>.</summary>
    public static string ToText(JsonNode? node) => Encoding.UTF8.GetString(ToBytes(node));

    /// <summary>Whether both are the same value, whatever the order of their keys.</summary>
    public static bool AreEqual(JsonNode? left, JsonNode? right) => ToBytes(left).AsSpan().SequenceEqual(ToBytes(right));

    /// <summary>A number as JSON holds it: NaN and the infinities are the strings <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>; -0 is 0.</summary>
    public static JsonValue Number(double value) => value switch
    {
        double.NaN => JsonValue.Create("NaN"),
        double.PositiveInfinity => JsonValue.Create("Infinity"),
        double.NegativeInfinity => JsonValue.Create("-Infinity"),
        0 => JsonValue.Create(0.0),
        _ => JsonValue.Create(value),
    };

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject entries:
                writer.WriteStartObject();
                foreach ((string key, JsonNode? value) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (JsonNode? item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                WriteScalar(writer, node);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, JsonNode scalar)
    {
        // 1, 1.0 and 1e0 are one number and get one spelling, whoever parsed them.
        if (scalar.GetValueKind() is not JsonValueKind.Number)
        {
            scalar.WriteTo(writer);
            return;
        }

        string text = scalar.ToJsonString();
        if (long.TryParse(text, out long whole))
        {
            writer.WriteNumberValue(whole);
        }
        else
        {
            writer.WriteNumberValue(double.Parse(text) is 0 ? 0 : double.Parse(text));
        }
    }
}
