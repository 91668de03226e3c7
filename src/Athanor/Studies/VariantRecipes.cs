using System.Text.Json.Nodes;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Studies;

/// <summary>The recipe of each variant, and the refusal of components that do nothing or contradict each other.</summary>
internal sealed class VariantRecipes
{
    private readonly Recipe _baseline;
    private readonly IReadOnlyList<StudyComponent> _ordered;
    private readonly Dictionary<string, StudyComponent> _byName;
    private readonly Dictionary<string, IReadOnlyList<PatchLeaf>> _leaves;

    public VariantRecipes(Recipe baseline, IReadOnlyList<StudyComponent> components)
    {
        _baseline = SpecValidator.Check(baseline, RecipePath.Root.Key("recipe"));
        _byName = components.ToDictionary(component => component.Name, StringComparer.Ordinal);
        _ordered = AfterWhatTheyRequire(components);
        _leaves = components.ToDictionary(component => component.Name, LeavesOf, StringComparer.Ordinal);
    }

    /// <summary>The recipe of a variant that exists.</summary>
    /// <exception cref="RecipeException">Two of its components set one place to different values, or the recipe makes no sense.</exception>
    public Recipe Of(VariantKey key)
    {
        RefuseContradictions(key);
        return Apply(key.Components);
    }

    /// <summary>What a component changes on the baseline with what it requires.</summary>
    public JsonNode ChangeOf(StudyComponent component)
    {
        string[] required = [.. Required(component)];
        return Patch.Difference(typeof(Recipe), SpecWriter.Write(Apply(required)), SpecWriter.Write(Apply([.. required, component.Name])));
    }

    private Recipe Apply(IReadOnlyCollection<string> names)
    {
        Recipe recipe = _ordered.Where(component => names.Contains(component.Name, StringComparer.Ordinal))
            .Aggregate(_baseline, (before, component) => Changed(component, before));
        return SpecValidator.Check(recipe, RecipePath.Root.Key("recipe"));
    }

    private string FingerprintOf(IReadOnlyCollection<string> names) => (Apply(names) with { Seed = _baseline.Seed }).Fingerprint();

    private static Recipe Changed(StudyComponent component, Recipe before)
    {
        try
        {
            return component.Change(before);
        }
        catch (RecipeException refusal) when (!refusal.Path.StartsWith("components", StringComparison.Ordinal))
        {
            throw new RecipeException(refusal.Code, $"components.{component.Name}", $"{refusal.Path}: {refusal.Problem}", refusal.File, refusal);
        }
    }

    private IReadOnlyList<PatchLeaf> LeavesOf(StudyComponent component)
    {
        JsonNode change = ChangeOf(component);
        var at = RecipePath.Root.Key("components").Key(component.Name);
        string[] required = [.. Required(component)];
        // A study sets the seed itself, and what only watches is in no fingerprint: a component of these alone would be compared with itself.
        if (FingerprintOf(required) == FingerprintOf([.. required, component.Name]))
        {
            throw at.Refusal("changes-nothing", change is JsonObject { Count: 0 }
                ? "changes nothing: what it sets is what the recipe (with what it requires) says already"
                : "changes nothing that a study compares: the study sets the seed itself, and run: only watches");
        }

        JsonNode before = SpecWriter.Write(Apply(required));
        // Places of the recipe, not of the component: two components' leaves are compared by them.
        return Patch.Leaves(typeof(Recipe), before, component.Patch ?? change, RecipePath.Root);
    }

    private void RefuseContradictions(VariantKey key)
    {
        StudyComponent[] members = [.. _ordered.Where(component => key.Components.Contains(component.Name, StringComparer.Ordinal))];
        foreach ((StudyComponent first, StudyComponent second) in members.SelectMany((a, i) => members.Skip(i + 1).Select(b => (a, b))))
        {
            if (Requires(second, first.Name) || Requires(first, second.Name))
            {
                continue;
            }

            if (PatchConflict.Find(_leaves[first.Name], _leaves[second.Name]) is { } conflict)
            {
                throw new RecipeException(
                    "contradiction", $"components.{second.Name}",
                    $"sets {conflict.Path} to {Text(conflict.Right.Value)}, and {first.Name} sets it to {Text(conflict.Left.Value)}; "
                    + "let one require the other, or keep them out of one variant");
            }
        }
    }

    private bool Requires(StudyComponent component, string name) => Required(component).Contains(name, StringComparer.Ordinal);

    private IEnumerable<string> Required(StudyComponent component) =>
        component.Declaration.Requires.SelectMany(name => Required(_byName[name]).Append(name)).Distinct(StringComparer.Ordinal);

    private List<StudyComponent> AfterWhatTheyRequire(IReadOnlyList<StudyComponent> components)
    {
        var ordered = new List<StudyComponent>(components.Count);
        void Add(StudyComponent component)
        {
            if (!ordered.Contains(component))
            {
                foreach (string name in component.Declaration.Requires)
                {
                    Add(_byName[name]);
                }

                ordered.Add(component);
            }
        }

        foreach (StudyComponent component in components)
        {
            Add(component);
        }

        return ordered;
    }

    /// <summary>As a document says it: a member without options by its name alone.</summary>
    private static string Text(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject { Count: 1 } member when member.First() is { Value: JsonObject { Count: 0 } } choice => choice.Key,
        _ => value.ToJsonString(),
    };
}
