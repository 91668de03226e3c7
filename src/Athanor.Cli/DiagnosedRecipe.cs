using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Training;

namespace Athanor.Cli;

/// <summary>The recipe that <c>diagnose</c> is about: a recipe's file, or a variant of a study's.</summary>
/// <param name="Recipe">What is trained.</param>
/// <param name="Context">Where its relative paths start.</param>
/// <param name="Name">The run's name for people.</param>
internal sealed record DiagnosedRecipe(Recipe Recipe, DataContext Context, string Name)
{
    private const string StudyKey = "study";

    /// <summary>Reads the file.</summary>
    /// <param name="file">The recipe's, or the study's.</param>
    /// <param name="sets">The patches of the command line; of a study they begin with <c>recipe.</c></param>
    /// <param name="variant">Which variant of a study; null for its baseline.</param>
    /// <exception cref="RecipeException">The file can't be used, or has no such variant.</exception>
    public static DiagnosedRecipe Load(string file, IReadOnlyList<string> sets, string? variant)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        if (DocumentReader.Load(file).Root is not JsonObject root || !root.ContainsKey(StudyKey))
        {
            return variant is null
                ? new DiagnosedRecipe(RecipeFile.With(SpecReader.Load<Recipe>(file), file, sets), RecipeFile.Context(file), name)
                : throw new RecipeException("usage", "--variant", $"{file} is a recipe, which has no variants; leave --variant out");
        }

        StudyFile read = StudyFile.Load(file);
        StudyPlan plan = AblationStudy.Of(RecipeFile.With(read.Document, file, sets), read.Context).Plan();
        string wanted = variant ?? VariantKey.Baseline.Name;
        if (wanted == VariantKey.Baseline.Name)
        {
            return new DiagnosedRecipe(plan.Baseline, read.Context, $"{name}/{wanted}");
        }

        string[] known = [.. plan.Variants.Select(each => each.Key.Name)];
        return plan.Variants.FirstOrDefault(each => each.Key.Name == wanted) is { } chosen
            ? new DiagnosedRecipe(chosen.Recipe, read.Context, $"{name}/{wanted}")
            : throw new RecipeException("unknown-variant", "--variant", $"no variant '{wanted}'{Suggestion.For(wanted, known)}; the study has {string.Join(", ", known)}");
    }
}
