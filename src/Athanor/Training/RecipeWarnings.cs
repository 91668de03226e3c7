using Athanor.Data;

namespace Athanor.Training;

/// <summary>Reads a recipe for what can be trained but is likely not meant so.</summary>
public static class RecipeWarnings
{
    /// <summary>The warnings of a recipe, known without building its model.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="task">What its data ask of the model.</param>
    public static IReadOnlyList<RecipeWarning> Of(Recipe recipe, TaskInfo task)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(task);
        return [.. Accumulation(recipe)];
    }

    private static IEnumerable<RecipeWarning> Accumulation(Recipe recipe)
    {
        if (recipe.Accumulation > 1 && recipe.Model.MixesSamples)
        {
            yield return new RecipeWarning(
                "accumulation-batch-norm",
                "accumulation",
                $"batch normalization sees each batch of {recipe.BatchSize} alone, not the {recipe.Accumulation} of an update, so the update is not that of one large batch; "
                + "take layer normalization, or the large batch itself and accumulation 1");
        }
    }
}
