using System.Collections;
using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>A <see cref="ValueList{T}"/>. Patches replace it whole.</summary>
internal sealed class ListType<T>(SpecType element) : SpecType
    where T : notnull
{
    public override string Expected => "a list";

    public override object Read(JsonNode? node, RecipePath at)
    {
        if (node is not JsonArray items)
        {
            throw Mismatch.At(at, Expected, node);
        }

        return ValueList.Create<T>([.. items.Select((item, index) => (T)element.Read(item, at.Item(index)))]);
    }

    public override JsonNode Write(object value, bool fingerprint) =>
        new JsonArray([.. ((IEnumerable)value).Cast<object>().Select(item => element.Write(item, fingerprint))]);

    public override void Validate(object value, RecipePath at)
    {
        foreach ((int index, T item) in ((ValueList<T>)value).Index())
        {
            element.Validate(item, at.Item(index));
        }
    }

    public override JsonNode Compact(JsonNode canonical) => new JsonArray([.. canonical.AsArray().Select(item => element.Compact(item!))]);

    public override JsonObject Schema(SchemaBuilder schema) => new() { ["type"] = "array", ["items"] = element.Schema(schema) };

    protected override JsonNode SetBelow(JsonNode? canonical, PathStep step, ReadOnlySpan<PathStep> rest, JsonNode? value, RecipePath at)
    {
        var items = (JsonArray)(canonical ?? new JsonArray()).DeepClone();
        if (step.Key is not null || step.Index >= items.Count)
        {
            throw at.Refusal(ErrorCodes.UnknownKey, $"a list of {items.Count} stands here, which has no part '{step}'");
        }

        RecipePath place = at.Item(step.Index);
        JsonNode change = element.Set(items[step.Index], rest, value, place) ?? throw Mismatch.At(place, element.Expected, null);
        items[step.Index] = element.Apply(items[step.Index], change, place);
        return items;
    }
}
