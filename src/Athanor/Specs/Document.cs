using System.Text.Json.Nodes;

namespace Athanor.Specs;

/// <summary>A YAML or JSON document as read: its tree, and where each of its places stands in the file.</summary>
public sealed class Document
{
    private readonly Lazy<Dictionary<string, DocumentPosition>> _positions;

    internal Document(JsonNode? root, string? file, IReadOnlyList<(DocumentPlace Place, DocumentPosition Position)> positions)
    {
        Root = root;
        File = file;
        _positions = new(() => ByPath(positions));
    }

    /// <summary>The whole tree; null for an empty document. NaN and the infinities are the strings that JSON has for them.</summary>
    public JsonNode? Root { get; }

    /// <summary>The file as the user named it, or null for text that came from elsewhere.</summary>
    public string? File { get; }

    /// <summary>Where the value at <paramref name="path"/> begins (for a key's value: where the key stands), or null where there is none.</summary>
    public DocumentPosition? PositionOf(RecipePath path) =>
        _positions.Value.TryGetValue(path.Value ?? "", out DocumentPosition position) ? position : null;

    /// <summary>Of two that have one path the first, which is the key where there is one.</summary>
    private static Dictionary<string, DocumentPosition> ByPath(IReadOnlyList<(DocumentPlace Place, DocumentPosition Position)> positions)
    {
        var byPath = new Dictionary<string, DocumentPosition>(StringComparer.Ordinal);
        foreach ((DocumentPlace place, DocumentPosition position) in positions)
        {
            byPath.TryAdd(place.ToPath().Value, position);
        }

        return byPath;
    }
}
