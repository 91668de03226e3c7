using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>A type that brings its own form by a <see cref="SpecConverter{T}"/>.</summary>
internal sealed class ConvertedType<T>(SpecConverter<T> converter) : SpecType
    where T : notnull
{
    public override string Expected => converter.Expected;

    public override object Read(JsonNode? node, RecipePath at) => node is null ? throw Mismatch.At(at, Expected, node) : converter.Read(node, at);

    public override JsonNode Write(object value, bool fingerprint) => converter.Write((T)value);

    public override void Validate(object value, RecipePath at) => converter.Validate((T)value, at);

    public override JsonNode Apply(JsonNode? canonical, JsonNode patch, RecipePath at) => converter.Apply(canonical, patch, at);

    public override IEnumerable<PatchLeaf> Leaves(JsonNode? canonical, JsonNode patch, RecipePath at) => converter.Leaves(canonical, patch, at);

    public override JsonObject Schema(SchemaBuilder schema) => converter.Schema();

    protected override JsonNode SetBelow(JsonNode? canonical, PathStep step, ReadOnlySpan<PathStep> rest, JsonNode? value, RecipePath at)
    {
        if (step.Key is not null)
        {
            return new JsonObject { [step.Key] = Set(null, rest, value, at.Key(step.Key)) };
        }

        if (canonical is not JsonArray items || step.Index >= items.Count || !rest.IsEmpty)
        {
            throw at.Refusal(ErrorCodes.UnknownKey, $"{Mismatch.Describe(canonical)} stands here, which has no part '{step}'");
        }

        var changed = (JsonArray)items.DeepClone();
        changed[step.Index] = value?.DeepClone();
        return changed;
    }
}
