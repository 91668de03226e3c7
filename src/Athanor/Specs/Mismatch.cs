using System.Text.Json;
using System.Text.Json.Nodes;

namespace Athanor.Specs;

/// <summary>Words for a value of the wrong kind.</summary>
internal static class Mismatch
{
    public static RecipeException At(RecipePath at, string expected, JsonNode? found) =>
        at.Refusal(ErrorCodes.WrongType, $"expected {expected}, found {Describe(found)}");

    public static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "nothing",
        JsonValueKind.Object => node.AsObject().Count == 0 ? "an empty mapping" : $"a mapping with the key '{node.AsObject().First().Key}'",
        JsonValueKind.Array => node.AsArray().Count == 0 ? "an empty list" : "a list",
        JsonValueKind.String => $"the text '{Short(node.GetValue<string>())}'",
        JsonValueKind.Number => $"the number {node.ToJsonString()}",
        _ => node.ToJsonString(),
    };

    private static string Short(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 40 ? line : line[..40] + "…";
    }
}
