using System.Text.Json.Nodes;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Diagnosis.Repairs;

/// <summary>What makes one recipe of another, place by place, so that each can be left out.</summary>
internal sealed class RecipeChanges
{
    private readonly JsonNode _from;
    private readonly string[] _sets;

    private RecipeChanges(JsonNode from, IReadOnlyList<RecipeChange> all)
    {
        (_from, All) = (from, all);
        _sets = [.. all.Select(change => change.ToString())];
    }

    /// <summary>The changes, in the recipe's order.</summary>
    public IReadOnlyList<RecipeChange> All { get; }

    /// <summary>The changes, or null where a recipe holds C# that no document can.</summary>
    public static RecipeChanges? Between(Recipe from, Recipe to)
    {
        try
        {
            JsonNode start = SpecWriter.Write(from);
            JsonNode difference = Patch.Difference(typeof(Recipe), start, SpecWriter.Write(to));
            PatchLeaf[] leaves = [.. Patch.Leaves(typeof(Recipe), start, difference, RecipePath.Root)];
            var changes = new RecipeChanges(start, [.. leaves.Select(leaf => new RecipeChange(leaf.Path.Value, YamlWriter.WriteLine(Short(difference, leaf))))]);
            return changes.With(changes.All)?.Fingerprint() == to.Fingerprint() ? changes : null;
        }
        catch (RecipeException)
        {
            return null;
        }
    }

    /// <summary>The recipe with some of the changes; null where they make no sense without the others.</summary>
    public Recipe? With(IReadOnlyCollection<RecipeChange> some)
    {
        try
        {
            JsonNode document = _from;
            foreach (RecipeChange change in All.Where(some.Contains))
            {
                JsonNode patch = SetExpression.Parse(change.ToString()).ToPatch(typeof(Recipe), document, RecipePath.Root);
                document = Patch.Apply(typeof(Recipe), document, patch, RecipePath.Root);
            }

            return SpecReader.Read<Recipe>(document, RecipePath.Root);
        }
        catch (RecipeException)
        {
            return null;
        }
    }

    /// <summary>What the difference says at the leaf's place: without the options that stay at their defaults.</summary>
    private static JsonNode? Short(JsonNode difference, PatchLeaf leaf)
    {
        JsonNode? found = difference;
        foreach (string key in leaf.Path.Value.Split('.'))
        {
            found = found is JsonObject entries && entries.TryGetPropertyValue(key, out JsonNode? entry) ? entry : leaf.Value;
        }

        return found is JsonObject { Count: 1 } member && member.Single() is { Value: JsonObject { Count: 0 } } bare ? bare.Key : found;
    }
}
