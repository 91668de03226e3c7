using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Reads <c>32</c> and <c>full</c>.</summary>
internal sealed class BatchSizeConverter : SpecConverter<BatchSize>
{
    public const string FullName = "full";

    public override string Expected => $"a number of samples or '{FullName}'";

    public override BatchSize Read(JsonNode node, RecipePath at) =>
        node.GetValueKind() switch
        {
            JsonValueKind.Number => BatchSize.Of(SpecReader.Read<int>(node, at)),
            JsonValueKind.String when node.GetValue<string>() == FullName => BatchSize.Full,
            _ => throw WrongType(node, at),
        };

    public override JsonNode Write(BatchSize value) => value.IsFull ? JsonValue.Create(FullName) : JsonValue.Create((long)value.SamplesOf(0));

    public override void Validate(BatchSize value, RecipePath at) =>
        at.Require(value.SamplesOf(1) > 0, $"{value} is not greater than 0; write a number of samples or '{FullName}'");

    public override JsonObject Schema() => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            new JsonObject { ["const"] = FullName }),
    };
}
