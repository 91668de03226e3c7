using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Athanor.Specs;

/// <summary>Writes a tree as YAML that people like to read: blocks for mappings, one line for lists and mappings of scalars.</summary>
public static partial class YamlWriter
{
    private const int Width = 100;

    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The YAML of <paramref name="node"/>, ending in a line feed; <see cref="DocumentReader"/> reads the same tree back.</summary>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        if (node is JsonObject { Count: > 0 } entries)
        {
            Block(text, entries, 0);
        }
        else if (node is JsonArray { Count: > 0 } items && !FitsOneLine(items, 0))
        {
            Block(text, items, 0);
        }
        else
        {
            text.Append(Flow(node)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>As <see cref="Write"/>, on one line however long: what <c>--set</c> takes behind its equals sign.</summary>
    public static string WriteLine(JsonNode? node) => Flow(node);

    private static void Block(StringBuilder text, JsonObject entries, int indent)
    {
        foreach ((string key, JsonNode? value) in entries)
        {
            text.Append(' ', indent).Append(Text(key)).Append(':');
            Below(text, value, indent, indent + key.Length + 2);
        }
    }

    private static void Block(StringBuilder text, JsonArray items, int indent)
    {
        foreach (JsonNode? item in items)
        {
            text.Append(' ', indent).Append('-');
            Below(text, item, indent, indent + 2);
        }
    }

    private static void Below(StringBuilder text, JsonNode? value, int indent, int column)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } entries when !FitsOneLine(entries, column):
                text.Append('\n');
                Block(text, entries, indent + 2);
                break;
            case JsonArray { Count: > 0 } items when !FitsOneLine(items, column):
                text.Append('\n');
                Block(text, items, indent + 2);
                break;
            default:
                text.Append(' ').Append(Flow(value)).Append('\n');
                break;
        }
    }

    // A mapping goes on one line only if no other mapping with entries hides in it beyond the one that names a union's member.
    private static bool FitsOneLine(JsonNode node, int column) => Depth(node) <= 2 && column + Flow(node).Length <= Width;

    private static int Depth(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } entries => 1 + entries.Max(entry => Depth(entry.Value)),
        JsonArray { Count: > 0 } items => items.Max(Depth),
        _ => 0,
    };

    private static string Flow(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject { Count: 0 } => "{}",
        JsonObject entries => $"{{ {string.Join(", ", entries.Select(entry => $"{Text(entry.Key)}: {Flow(entry.Value)}"))} }}",
        JsonArray items => $"[{string.Join(", ", items.Select(Flow))}]",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => Text(node.GetValue<string>()),
            JsonValueKind.Number => node.ToJsonString().Replace('E', 'e'),
            _ => node.ToJsonString(),
        },
    };

    // Text stays plain where it can't be taken for anything else; otherwise it is quoted as in JSON, which is YAML too.
    private static string Text(string text) =>
        Plain().IsMatch(text) && PlainScalar.Resolve(text)?.GetValueKind() is JsonValueKind.String && PlainScalar.Resolve(text)!.GetValue<string>() == text
            ? text
            : JsonSerializer.Serialize(text, Quoted);

    [GeneratedRegex(@"\A[\p{L}_./$][\p{L}\p{N}_./$*+@-]*( [\p{L}\p{N}_./$*+@-]+)*\z")]
    private static partial Regex Plain();
}
