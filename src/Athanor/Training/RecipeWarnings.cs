using System.Globalization;
using System.Numerics;
using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training.Checkpoints;

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
        return
        [
            .. Accumulation(recipe), .. Loss(recipe, task), .. Model(recipe, task),
            .. plan is null ? [] : (IEnumerable<RecipeWarning>)[.. Average(recipe, plan), .. Schedule(recipe, plan), .. Checkpoints(recipe, plan)],
        ];
    }

    private static IEnumerable<RecipeWarning> Model(Recipe recipe, TaskInfo task)
    {
        RecipePath at = RecipePath.Root.Key("model").Key(SpecCatalog.NameOf(recipe.Model.GetType()) ?? "");
        int? batchSize = recipe.BatchSize.IsFull ? null : recipe.BatchSize.SamplesOf(int.MaxValue);
        return AdviceCheck.Of(recipe.Model, task.Kind, batchSize, at).Select(found => new RecipeWarning(found.Code, found.Path, found.Message));
    }

    private static IEnumerable<RecipeWarning> Loss(Recipe recipe, TaskInfo task)
    {
        if (task.Kind == TaskKind.Binary && recipe.Loss is (MseLoss or MaeLoss or HuberLoss or SmoothL1Loss or LogCoshLoss or RmseLoss) and var loss)
        {
            yield return new RecipeWarning(
                "loss-for-task",
                "loss",
                $"{SpecCatalog.NameOf(loss.GetType())} draws answers to 0 and 1, but an answer is yes above 0, so that most are; take bce-with-logits");
        }
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

    /// <summary>The best are chosen among the checkpoints written where the validation part was looked at: is there a step at which both are done?</summary>
    private static IEnumerable<RecipeWarning> Checkpoints(Recipe recipe, TrainingPlan plan)
    {
        CheckpointSpec spec = recipe.Run.Checkpoint;
        if (!recipe.Run.SaveCheckpoint || spec.KeepBest == 0 || spec.EveryMinutes is not null)
        {
            yield break;
        }

        BigInteger saves = spec.EverySteps ?? (BigInteger)(spec.EveryEpochs ?? 1) * plan.UpdatesPerEpoch;
        BigInteger looks = recipe.Validation.EverySteps ?? (BigInteger)recipe.Validation.EveryEpochs!.Value * plan.UpdatesPerEpoch;
        BigInteger both = saves / BigInteger.GreatestCommonDivisor(saves, looks) * looks;
        if (both > plan.Updates)
        {
            yield return new RecipeWarning(
                "keeps-no-best",
                RecipePath.Root.Key("run").Key("checkpoint").Key("keepBest").Value,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"checkpoints are written every {saves:N0} updates and the validation part is looked at every {looks:N0}, never at the same one of {plan.Updates:N0}, so none is kept as best; "
                    + $"write or look at multiples of each other, such as run.checkpoint.everySteps: {looks}"));
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
