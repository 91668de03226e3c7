using System.Diagnostics;
using Athanor.Data;
using Athanor.Training;

namespace Athanor.Trials;

/// <summary>Judges how long a trial will take from a few of its updates, trained here and thrown away.</summary>
internal static class TrialProbe
{
    private const int WarmUp = 3;
    private const int Most = 20;

    /// <summary>
    /// Seconds that training and measuring the whole recipe would take; early stopping is not foreseen, and an update of a layer's pre-training is taken for one of the whole model.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Its data.</param>
    /// <param name="limit">How long to look; at least one update is made.</param>
    /// <exception cref="Specs.RecipeException">The recipe can't be trained on these data.</exception>
    public static double Seconds(Recipe recipe, DataSplit data, TimeSpan limit)
    {
        using var trainer = new Trainer(recipe, data);
        TrainingSession session = trainer.Session;
        TrainingPlan plan = session.Plan;
        double perIteration = SecondsPerIteration(recipe, data, session, limit);
        Dataset sample = data.Validation ?? data.Test ?? data.Training;
        var measuring = Stopwatch.StartNew();
        session.Evaluate(MetricNames.Validation, sample);
        double perSample = measuring.Elapsed.TotalSeconds / sample.Count;
        return ((plan.Iterations + plan.PretrainingUpdates) * perIteration) + (MeasuredSamples(recipe, plan) * perSample);
    }

    private static double SecondsPerIteration(Recipe recipe, DataSplit data, TrainingSession session, TimeSpan limit)
    {
        var batches = new Batches(
            data.Training, recipe.BatchSize.SamplesOf(checked((int)data.Training.Count)), recipe.Sampler, recipe.Seed, recipe.DropLast);
        var whole = Stopwatch.StartNew();
        var counted = new Stopwatch();
        int made = 0;
        session.BeginEpoch(0);
        // The first updates compile kernels and fill caches: they count only where there is time for no more.
        foreach (Batch batch in batches.Epoch(0))
        {
            if (made == WarmUp)
            {
                counted.Start();
            }

            session.Step(batch);
            made++;
            if (made == Most || whole.Elapsed >= limit || session.Divergence is not null)
            {
                break;
            }
        }

        return made > WarmUp ? counted.Elapsed.TotalSeconds / (made - WarmUp) : whole.Elapsed.TotalSeconds / made;
    }

    /// <summary>Samples that are measured, not trained on: the validation part at every look, and every part at the end.</summary>
    private static double MeasuredSamples(Recipe recipe, TrainingPlan plan)
    {
        double looks = recipe.Validation.EverySteps is { } steps ? plan.Updates / steps : plan.Epochs / recipe.Validation.EveryEpochs!.Value;
        return (looks * plan.ValidationSamples) + plan.Samples + plan.ValidationSamples + plan.TestSamples;
    }
}
