using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Specs.Typed;

/// <summary>A <see cref="ValueMap{T}"/>. Patches merge it entry by entry; null takes an entry away.</summary>
internal sealed class MapType<T>(SpecType element) : SpecType
    where T : notnull
{
    public override string Expected => "a mapping of names";

    public override object Read(JsonNode? node, RecipePath at) =>
        new ValueMap<T>(Entries(node, at).Select(entry => KeyValuePair.Create(entry.Key, (T)element.Read(entry.Value, at.Key(entry.Key)))));

    public override JsonNode Write(object value, bool fingerprint) =>
        new JsonObject(((ValueMap<T>)value).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)element.Write(entry.Value, fingerprint))));

    public override void Validate(object value, RecipePath at)
    {
        foreach ((string key, T item) in (ValueMap<T>)value)
        {
            element.Validate(item, at.Key(key));
        }
    }

    public override JsonNode Apply(JsonNode? canonical, JsonNode patch, RecipePath at)
    {
        var result = (JsonObject)(canonical ?? new JsonObject()).DeepClone();
        foreach ((string key, JsonNode? change) in Entries(patch, at))
        {
            if (change is null)
            {
                result.Remove(key);
            }
            else
            {
                result[key] = element.Apply(result[key], change, at.Key(key));
            }
        }

        return result;
    }

    public override JsonNode Difference(JsonNode from, JsonNode to)
    {
        var patch = new JsonObject();
        foreach ((string key, JsonNode? _) in from.AsObject().Where(entry => !to.AsObject().ContainsKey(entry.Key)))
        {
            patch[key] = null;
        }

        foreach ((string key, JsonNode? value) in to.AsObject())
        {
            if (from[key] is not { } old)
            {
                patch[key] = element.Compact(value!);
            }
            else if (!CanonicalJson.AreEqual(old, value))
            {
                patch[key] = element.Difference(old, value!);
            }
        }

        return patch;
    }

    public override JsonNode Compact(JsonNode canonical) =>
        new JsonObject(canonical.AsObject().Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)element.Compact(entry.Value!))));

    public override IEnumerable<PatchLeaf> Leaves(JsonNode? canonical, JsonNode patch, RecipePath at) =>
        Entries(patch, at).SelectMany(entry => entry.Value is null
            ? [new PatchLeaf(at.Key(entry.Key), null)]
            : element.Leaves(canonical?[entry.Key], entry.Value, at.Key(entry.Key)));

    public override JsonObject Schema(SchemaBuilder schema) => new() { ["type"] = "object", ["additionalProperties"] = element.Schema(schema) };

    protected override JsonNode SetBelow(JsonNode? canonical, PathStep step, ReadOnlySpan<PathStep> rest, JsonNode? value, RecipePath at) =>
        step.Key is { } key
            ? new JsonObject { [key] = element.Set(canonical?[key], rest, value, at.Key(key)) }
            : throw at.Refusal(ErrorCodes.UnknownKey, $"{Expected} stands here, which has no part '{step}'");

    private JsonObject Entries(JsonNode? node, RecipePath at) => node as JsonObject ?? throw Mismatch.At(at, Expected, node);
}
