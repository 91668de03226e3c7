using System.Text.Json.Nodes;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>Reads <c>[64, 64]</c> and <c>{ width: 64, depth: 2 }</c>; the list is canonical.</summary>
internal sealed class LayerSizesConverter : SpecConverter<LayerSizes>
{
    private const string Width = "width";
    private const string Depth = "depth";

    // A slip of the keyboard must not fill the memory.
    private const int MaximumDepth = 100_000;

    public override string Expected => "a list of layer sizes or { width: …, depth: … }";

    public override LayerSizes Read(JsonNode node, RecipePath at)
    {
        switch (node)
        {
            case JsonArray items:
                return [.. items.Select((item, index) => Whole(item, at.Item(index)))];
            case JsonObject parts:
                (int? width, int? depth) = Parts(parts, at);
                return LayerSizes.Repeat(width ?? throw Missing(at, Width), depth ?? throw Missing(at, Depth));
            default:
                throw WrongType(node, at);
        }
    }

    public override JsonNode Write(LayerSizes value) => new JsonArray([.. value.Select(size => (JsonNode)JsonValue.Create((long)size))]);

    public override void Validate(LayerSizes value, RecipePath at)
    {
        foreach ((int index, int size) in value.Index())
        {
            at.Item(index).Require(size > 0, $"{size} is not greater than 0");
        }
    }

    public override JsonNode Apply(JsonNode? canonical, JsonNode patch, RecipePath at)
    {
        if (patch is not JsonObject parts)
        {
            return Write(Read(patch, at));
        }

        (int? width, int? depth) = Parts(parts, at);
        if (width is not null && depth is not null)
        {
            return Write(LayerSizes.Repeat(width.Value, depth.Value));
        }

        if (width is null && depth is null)
        {
            return canonical?.DeepClone() ?? throw Missing(at, Width);
        }

        LayerSizes now = canonical is null ? [] : Read(canonical, at);
        if (now.Count == 0 || now.Any(size => size != now[0]))
        {
            string part = width is null ? Depth : Width;
            throw at.Key(part).Refusal(ErrorCodes.CannotPatch, $"{now} is not a list of equal sizes, so it has no {part} to set; write the whole list");
        }

        return Write(LayerSizes.Repeat(width ?? now[0], depth ?? now.Count));
    }

    public override IEnumerable<PatchLeaf> Leaves(JsonNode? canonical, JsonNode patch, RecipePath at) =>
        patch is JsonObject { Count: < 2 } part
            ? part.Select(entry => new PatchLeaf(at.Key(entry.Key), entry.Value?.DeepClone()))
            : base.Leaves(canonical, patch, at);

    public override JsonObject Schema() => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "array", ["items"] = Size(1) },
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [Width] = Size(1), [Depth] = Size(0) },
                ["required"] = new JsonArray(Width, Depth),
                ["additionalProperties"] = false,
            }),
    };

    private static JsonObject Size(int minimum) => new() { ["type"] = "integer", ["minimum"] = minimum };

    private static (int? Width, int? Depth) Parts(JsonObject parts, RecipePath at)
    {
        foreach ((string key, JsonNode? _) in parts)
        {
            if (key is not (Width or Depth))
            {
                throw at.Key(key).Refusal(ErrorCodes.UnknownKey, $"unknown key{Suggestion.For(key, [Width, Depth])}");
            }
        }

        int? depth = parts.ContainsKey(Depth) ? Whole(parts[Depth], at.Key(Depth)) : null;
        at.Key(Depth).Require(depth is null or (>= 0 and <= MaximumDepth), $"{depth} is not within [0, {MaximumDepth}]");
        return (parts.ContainsKey(Width) ? Whole(parts[Width], at.Key(Width)) : null, depth);
    }

    private static int Whole(JsonNode? node, RecipePath at) =>
        Numbers.TryWhole(node, out long size) && size is >= int.MinValue and <= int.MaxValue ? (int)size : throw Mismatch.At(at, "a layer size (a whole number)", node);

    private static RecipeException Missing(RecipePath at, string part) => at.Key(part).Refusal(ErrorCodes.MissingKey, "is missing; layer sizes need width and depth");
}
