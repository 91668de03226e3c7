using Athanor.Data;
using Athanor.Losses;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>A recipe's data, loaded, divided and standardized.</summary>
public static class TrainingData
{
    private const long ChunkOfSamples = 4096;

    /// <summary>Loads what the recipe's data say, splits it and fits the standardization on the training part. The caller owns what comes back.</summary>
    /// <exception cref="RecipeException">The data can't be read, or a part of the split would be empty.</exception>
    public static DataSplit Prepare(Recipe recipe, DataContext context) => Prepare(recipe, context, static _ => { });

    /// <summary>As <see cref="Prepare(Recipe, DataContext)"/>; <paramref name="look"/> sees the data as they were read.</summary>
    internal static DataSplit Prepare(Recipe recipe, DataContext context, Action<DataSource> look)
    {
        SpecValidator.Check(recipe, RecipePath.Root);
        using DataSource source = recipe.Data.Load(context);
        look(source);
        return recipe.Split.Apply(source, recipe.Standardization ?? recipe.Data.DefaultStandardization());
    }

    /// <summary>Refuses before the first step what could only fail in the middle of training.</summary>
    internal static void Check(Recipe recipe, DataSplit data)
    {
        var root = RecipePath.Root;
        string? followed = recipe.Schedule.NewFeedback(recipe.Optimizer.Lr)?.Metric;
        if (followed is not null)
        {
            var at = root.Key("schedule").Key("metric");
            at.Require(MetricNames.IsOfValidation(followed), $"'{followed}' is not measured while training; follow one that begins with validation/");
            DefaultMetrics.HigherIsBetter(followed, recipe, data.Task, at);
        }

        if (recipe.Loss is { } loss)
        {
            if (recipe.Objective is SupervisedObjective && recipe.Model.FurtherOutputs is { } outputs)
            {
                loss.CheckInputs([.. data.Training.Fields, .. outputs], root.Key("loss"));
            }

            foreach (Dataset part in new[] { data.Training, data.Validation, data.Test }.OfType<Dataset>())
            {
                CheckTargets(loss, part, data.Task, root.Key("loss"));
            }
        }

        recipe.Pretraining.CheckInputs(data.Training, root.Key("standardization"));
        if (data.Validation is null)
        {
            root.Require(recipe.EarlyStopping is null, "there is no validation part to watch; give split.validation a share", nameof(Recipe.EarlyStopping));
            root.Require(followed is null, $"there is no validation part, so {followed} can't be followed; give split.validation a share", nameof(Recipe.Schedule));
            root.Require(!recipe.RestoreBest, "there is no validation part to judge by; give split.validation a share", nameof(Recipe.RestoreBest));
        }
    }

    private static void CheckTargets(LossSpec loss, Dataset part, TaskInfo task, RecipePath at)
    {
        for (long start = 0; start < part.Count; start += ChunkOfSamples)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor indices = arange(start, Math.Min(start + ChunkOfSamples, part.Count), ScalarType.Int64);
            Batch chunk = part.Gather(indices);
            loss.CheckTargets(chunk.SampleIndex is null ? chunk.With(BatchFields.SampleIndex, indices) : chunk, task, at);
        }
    }
}
