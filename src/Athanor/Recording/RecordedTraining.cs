using Athanor.Data;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Recording;

/// <summary>A training that leaves a run in a store.</summary>
public static class RecordedTraining
{
    /// <summary>Trains a recipe and records it; however it ends, what was recorded is kept.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="context">Where relative paths start.</param>
    /// <param name="store">Where the run is kept.</param>
    /// <param name="name">The run's name for people.</param>
    /// <param name="observers">Who watches beside the store.</param>
    /// <param name="cancellation">Ends the training after the step under way; the run is then interrupted.</param>
    /// <exception cref="RecipeException">The recipe can't be trained; nothing is recorded.</exception>
    /// <exception cref="StoreException">The store could not be written.</exception>
    public static RecordedRun Run(
        Recipe recipe, DataContext context, IRunStore store, string name = "", IReadOnlyList<ITrainingObserver>? observers = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(store);
        using var trainer = new Trainer(recipe, context);
        using IRunWriter writer = store.Begin(new RunStart
        {
            Name = name,
            RecipeJson = SpecWriter.ToJson(recipe),
            Fingerprint = recipe.Fingerprint(),
            Seed = recipe.Seed,
            EnvironmentJson = RunEnvironment.ToJson(),
        });
        foreach (ITrainingObserver observer in observers ?? [])
        {
            trainer.Observers.Add(observer);
        }

        trainer.Observers.Add(new RunRecorder(writer, recipe.Run.RecordEverySteps));
        RunCheckpoints? checkpoints = RunCheckpoints.Of(recipe, context, store, writer.Id);
        if (checkpoints is not null)
        {
            trainer.KeepBest();
        }

        RunReport report = trainer.Run(cancellation);
        (string? final, string? best) = checkpoints?.Save(trainer, report) ?? default;
        writer.Finish(new RunEnd
        {
            Status = report.Status.ToRunStatus(),
            Steps = report.Steps,
            Epochs = report.Epochs,
            Parameters = report.Parameters,
            Seconds = report.Seconds,
            Checkpoint = final,
            Error = report.Reason,
            Results = report.Metrics,
        });
        return new RecordedRun(writer.Id, report, final, best) { Warnings = trainer.Session.Plan.Warnings };
    }
}
