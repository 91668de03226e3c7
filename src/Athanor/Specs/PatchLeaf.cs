using System.Text.Json.Nodes;

namespace Athanor.Specs;

/// <summary>One thing that a patch does: it sets <paramref name="Path"/>, and all below, to <paramref name="Value"/>.</summary>
/// <param name="Path">The place, with the names of union members: <c>model.mlp.activation</c>.</param>
/// <param name="Value">The canonical value; null where an entry of a map is taken away, or an option set to nothing.</param>
public readonly record struct PatchLeaf(RecipePath Path, JsonNode? Value);
