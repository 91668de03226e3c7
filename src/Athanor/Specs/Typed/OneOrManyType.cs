using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>A list that a document may write as its only item, without brackets. Canonical is the list.</summary>
internal sealed class OneOrManyType(SpecType list) : SpecType
{
    public override string Expected => list.Expected;

    public override object Read(JsonNode? node, RecipePath at) => list.Read(Listed(node), at);

    public override JsonNode Write(object value, bool fingerprint) => list.Write(value, fingerprint);

    public override void Validate(object value, RecipePath at) => list.Validate(value, at);

    public override JsonNode Compact(JsonNode canonical) =>
        list.Compact(canonical) is JsonArray { Count: 1 } single ? single[0]!.DeepClone() : list.Compact(canonical);

    public override JsonObject Schema(SchemaBuilder schema)
    {
        JsonObject many = list.Schema(schema);
        return new JsonObject { ["anyOf"] = new JsonArray(many["items"]!.DeepClone(), many) };
    }

    private static JsonNode? Listed(JsonNode? node) => node is null or JsonArray ? node : new JsonArray(node.DeepClone());
}
