using System.Globalization;
using Athanor.Data;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;

namespace Athanor.Training;

/// <summary>Reads a recipe for what can be trained but is likely not meant so.</summary>
public static class RecipeWarnings
{
    private const double MostInitialShare = 0.01;

    /// <summary>The warnings of a recipe, known without building its model.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="task">What its data ask of the model.</param>
    /// <param name="plan">The training's length, where it is known; without it what depends on it is left out.</param>
    public static IReadOnlyList<RecipeWarning> Of(Recipe recipe, TaskInfo task, TrainingPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(task);
        return [.. Accumulation(recipe), .. Model(recipe, task), .. plan is null ? [] : Average(recipe, plan), .. plan is null ? [] : Schedule(recipe, plan)];
    }

    private static IEnumerable<RecipeWarning> Model(Recipe recipe, TaskInfo task)
    {
        RecipePath at = RecipePath.Root.Key("model").Key(SpecCatalog.NameOf(recipe.Model.GetType()) ?? "");
        int? batchSize = recipe.BatchSize.IsFull ? null : recipe.BatchSize.SamplesOf(int.MaxValue);
        return AdviceCheck.Of(recipe.Model, task.Kind, batchSize, at).Select(found => new RecipeWarning(found.Code, found.Path, found.Message));
    }

    private static IEnumerable<RecipeWarning> Average(Recipe recipe, TrainingPlan plan)
    {
        if (recipe.Average is EmaAverage ema && ema.InitialShare(plan.Updates) is > MostInitialShare and var share)
        {
            yield return new RecipeWarning(
                "average-of-the-start",
                MemberPath.Average(recipe).Key("decay").Value,
                string.Create(CultureInfo.InvariantCulture, $"after {plan.Updates:N0} updates {share:0.#%} of the average are still the initial weights; add warmup: true, or take a smaller decay"));
        }
    }

    private static IEnumerable<RecipeWarning> Schedule(Recipe recipe, TrainingPlan plan)
    {
        if (recipe.Schedule is InverseSquareRootSchedule { WarmupSteps: var steps } && steps > plan.Updates)
        {
            yield return new RecipeWarning(
                "warmup-unfinished",
                MemberPath.Schedule(recipe).Key("warmupSteps").Value,
                $"the learning rate is still rising when the training ends after {plan.Updates:N0} of {steps:N0} updates; give fewer warmupSteps");
        }
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
