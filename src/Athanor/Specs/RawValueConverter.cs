using System.Text.Json.Nodes;

namespace Athanor.Specs;

/// <summary>Takes any node as it is.</summary>
internal sealed class RawValueConverter : SpecConverter<RawValue>
{
    public override string Expected => "any value";

    public override RawValue Read(JsonNode node, RecipePath at) => new(node);

    public override JsonNode Write(RawValue value) => value.ToNode() ?? new JsonObject();

    public override JsonObject Schema() => [];
}
