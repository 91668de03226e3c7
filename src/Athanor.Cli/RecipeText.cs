using System.Text.Json.Nodes;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Cli;

/// <summary>A recipe as people would write it: without the options that stay at their defaults.</summary>
internal static class RecipeText
{
    /// <summary>What people write first; the rest follows by name.</summary>
    private static readonly string[] First = ["data", "split", "model", "loss", "optimizer"];

    /// <summary>YAML that reads back as the same recipe.</summary>
    public static string Of(Recipe recipe)
    {
        JsonNode whole = SpecWriter.Write(recipe);
        return YamlWriter.Write(Short(recipe, whole) ?? whole);
    }

    private static JsonObject? Short(Recipe recipe, JsonNode whole)
    {
        var plain = new Recipe
        {
            Data = Default(recipe.Data),
            Model = Default(recipe.Model),
            Loss = recipe.Loss is { } loss ? Default(loss) : null,
            Optimizer = Default(recipe.Optimizer),
        };
        var difference = (JsonObject)Patch.Difference(typeof(Recipe), SpecWriter.Write(plain), whole);
        var text = new JsonObject();
        foreach ((string key, JsonNode? value) in ((JsonObject)whole).OrderBy(entry => Array.IndexOf(First, entry.Key) is >= 0 and var place ? place : First.Length))
        {
            bool isMember = key is "data" or "model" or "loss" or "optimizer" && value is JsonObject { Count: 1 };
            if (difference[key] is { } changed)
            {
                text[key] = changed.DeepClone();
            }
            else if (isMember)
            {
                text[key] = ((JsonObject)value!).Single().Key;
            }
        }

        return SpecReader.Read<Recipe>(text.DeepClone(), RecipePath.Root).Fingerprint() == recipe.Fingerprint() ? text : null;
    }

    private static T Default<T>(T spec)
        where T : Spec => (T)Activator.CreateInstance(spec.GetType())!;
}
