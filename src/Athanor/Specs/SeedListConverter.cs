using System.Text.Json.Nodes;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>Reads a number of seeds or a list of them; the list is canonical.</summary>
internal sealed class SeedListConverter : SpecConverter<SeedList>
{
    private const int Maximum = 1_000_000;

    public override string Expected => "a number of seeds or a list of them";

    public override SeedList Read(JsonNode node, RecipePath at)
    {
        if (node is JsonArray items)
        {
            return [.. items.Select((item, index) => Numbers.TryWhole(item, out long seed) ? seed : throw Mismatch.At(at.Item(index), "a seed (a whole number)", item))];
        }

        if (!Numbers.TryWhole(node, out long count))
        {
            throw WrongType(node, at);
        }

        at.Require(count is >= 1 and <= Maximum, $"{count} is not within [1, {Maximum}]");
        return SeedList.First((int)count);
    }

    public override JsonNode Write(SeedList value) => new JsonArray([.. value.Select(seed => (JsonNode)JsonValue.Create(seed))]);

    public override void Validate(SeedList value, RecipePath at)
    {
        at.Require(value.Count > 0, "no seed is given; write how many, or a list");
        var earlier = new HashSet<long>();
        foreach ((int index, long seed) in value.Index())
        {
            at.Item(index).Require(seed >= 0, $"{seed} is below 0");
            at.Item(index).Require(earlier.Add(seed), $"seed {seed} stands here twice");
        }
    }

    public override JsonObject Schema() => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
                ["minItems"] = 1,
                ["uniqueItems"] = true,
            }),
    };
}
