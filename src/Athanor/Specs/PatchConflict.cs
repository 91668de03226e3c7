using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>Two patches set one place to different values.</summary>
/// <param name="Path">The place: the deeper of the two where one patch sets a whole and the other a part of it.</param>
/// <param name="Left">What the first patch sets.</param>
/// <param name="Right">What the second patch sets.</param>
public sealed record PatchConflict(RecipePath Path, PatchLeaf Left, PatchLeaf Right)
{
    /// <summary>The first conflict between the leaves of two patches, or null where both can hold.</summary>
    public static PatchConflict? Find(IEnumerable<PatchLeaf> left, IEnumerable<PatchLeaf> right)
    {
        PatchLeaf[] others = [.. right];
        return left
            .SelectMany(one => others.Select(other => (one, other)))
            .Where(pair => !Agree(pair.one, pair.other))
            .Select(pair => new PatchConflict(pair.one.Path.Value.Length >= pair.other.Path.Value.Length ? pair.one.Path : pair.other.Path, pair.one, pair.other))
            .FirstOrDefault();
    }

    private static bool Agree(PatchLeaf left, PatchLeaf right)
    {
        (PatchLeaf whole, PatchLeaf part) = left.Path.Value.Length <= right.Path.Value.Length ? (left, right) : (right, left);
        string rest = part.Path.Value[Math.Min(whole.Path.Value.Length, part.Path.Value.Length)..];
        bool below = part.Path.Value.StartsWith(whole.Path.Value, StringComparison.Ordinal)
            && (rest.Length == 0 || whole.Path.Value.Length == 0 || rest[0] is '.' or '[');
        return !below || (TryFollow(whole.Value, PathSyntax.Parse(rest.TrimStart('.')), out JsonNode? stands) && CanonicalJson.AreEqual(stands, part.Value));
    }

    private static bool TryFollow(JsonNode? node, IEnumerable<PathStep> path, out JsonNode? found)
    {
        found = node;
        foreach (PathStep step in path)
        {
            if (step.Key is { } key && found is JsonObject entries && entries.TryGetPropertyValue(key, out JsonNode? entry))
            {
                found = entry;
            }
            else if (step.Key is null && found is JsonArray items && step.Index < items.Count)
            {
                found = items[step.Index];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
