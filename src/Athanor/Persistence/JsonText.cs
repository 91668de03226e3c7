using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Athanor.Persistence;

/// <summary>JSON objects whose bytes come from outside.</summary>
/// <remarks>
/// <see cref="JsonNode"/> looks at names and strings when it is first asked for them, and then throws what nobody expects: text that is no UTF-8, half a
/// character, a key that stands twice. Here all of that is found at once.
/// </remarks>
internal static class JsonText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The object, every name and string of which can be read.</summary>
    /// <exception cref="JsonException">It is no JSON, no UTF-8, no object, or a key stands twice.</exception>
    public static JsonObject Parse(byte[] bytes)
    {
        try
        {
            JsonNode? node = JsonNode.Parse(StrictUtf8.GetString(bytes), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            Read(node);
            return node as JsonObject ?? throw new JsonException("it is no object");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new JsonException("its text can't be read", error);
        }
    }

    private static void Read(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject values:
                foreach ((_, JsonNode? value) in values)
                {
                    Read(value);
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    Read(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
