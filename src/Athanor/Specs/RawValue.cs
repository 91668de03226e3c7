using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Specs;

/// <summary>Any value that a document can hold, kept as it is: a patch, or the options of a model that only its author knows.</summary>
/// <remarks>Two are equal when they are the same value, whatever the order of their keys.</remarks>
[SpecConverter(typeof(RawValueConverter))]
public sealed class RawValue : IEquatable<RawValue>
{
    private readonly JsonNode? _node;
    private readonly string _canonical;

    /// <summary>Keeps a copy of <paramref name="node"/>.</summary>
    public RawValue(JsonNode? node)
    {
        _node = node?.DeepClone();
        _canonical = CanonicalJson.ToText(node);
    }

    /// <summary>An empty mapping.</summary>
    public static RawValue Empty { get; } = new(new JsonObject());

    /// <summary>A copy of the value, the caller's own.</summary>
    public JsonNode? ToNode() => _node?.DeepClone();

    /// <inheritdoc/>
    public bool Equals(RawValue? other) => other is not null && _canonical == other._canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RawValue);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_canonical);

    /// <summary>The canonical JSON text.</summary>
    public override string ToString() => _canonical;
}
