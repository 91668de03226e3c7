using System.Text.Json.Nodes;

namespace Athanor.Specs.Typed;

/// <summary>How values of one C# type stand in a document: the one model that reading, writing, patching and the schema walk.</summary>
/// <remarks>"Canonical" is a node as <see cref="Write"/> makes it. Nothing here knows null values: an option that is null is its record's affair.</remarks>
internal abstract class SpecType
{
    /// <summary>What is expected, for messages: <c>a whole number</c>.</summary>
    public abstract string Expected { get; }

    public abstract object Read(JsonNode? node, RecipePath at);

    public abstract JsonNode Write(object value, bool fingerprint);

    public abstract JsonObject Schema(SchemaBuilder schema);

    public virtual void Validate(object value, RecipePath at)
    {
    }

    /// <summary>The canonical node that <paramref name="patch"/> (not null) makes of <paramref name="canonical"/> (null: nothing stood here).</summary>
    public virtual JsonNode Apply(JsonNode? canonical, JsonNode patch, RecipePath at) => Normalize(patch, at);

    /// <summary>The smallest patch that makes <paramref name="to"/> of <paramref name="from"/>, two canonical nodes that differ.</summary>
    public virtual JsonNode Difference(JsonNode from, JsonNode to) => Compact(to);

    /// <summary>A canonical node without what the defaults say anyway.</summary>
    public virtual JsonNode Compact(JsonNode canonical) => canonical.DeepClone();

    public virtual IEnumerable<PatchLeaf> Leaves(JsonNode? canonical, JsonNode patch, RecipePath at) => [new PatchLeaf(at, Normalize(patch, at))];

    /// <summary>The patch that sets what <paramref name="path"/> leads to from here.</summary>
    public JsonNode? Set(JsonNode? canonical, ReadOnlySpan<PathStep> path, JsonNode? value, RecipePath at) =>
        path.IsEmpty ? value?.DeepClone() : SetBelow(canonical, path[0], path[1..], value, at);

    protected virtual JsonNode SetBelow(JsonNode? canonical, PathStep step, ReadOnlySpan<PathStep> rest, JsonNode? value, RecipePath at) =>
        throw at.Refusal(ErrorCodes.UnknownKey, $"{Expected} stands here, which has no part '{step}'");

    protected JsonNode Normalize(JsonNode? node, RecipePath at) => Write(Read(node, at), fingerprint: false);
}
