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
    /// <exception cref="IOException">A checkpoint could not be written; the older ones are kept, and the run is interrupted.</exception>
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
            EnvironmentJson = RunEnvironment.ToJson(RunOrigin.Of(recipe, context)),
        });
        RunCheckpoints? checkpoints = RunCheckpoints.Of(recipe, store, writer.Id);
        checkpoints?.Attach(trainer);
        return Train(trainer, writer, checkpoints, recipe, observers ?? [], cancellation);
    }

    /// <summary>Goes on with the newest unfinished run of a recipe, bit for bit as if it had never ended.</summary>
    /// <remarks>Where there is none, a finished run of the recipe is returned as the store has it; where there is none of either, the recipe is trained as by <see cref="Run"/>.</remarks>
    /// <param name="recipe">What to train; runs of the same fingerprint are its runs.</param>
    /// <param name="context">Where relative paths start.</param>
    /// <param name="store">Where the runs are kept; its checkpoints lie beside it.</param>
    /// <param name="name">The run's name for people, where one is begun.</param>
    /// <param name="observers">Who watches beside the store; those with state get it back.</param>
    /// <param name="tell">Told, a line each, what is gone on with, which checkpoints are damaged, and what may keep the result from being the same.</param>
    /// <param name="cancellation">Ends the training after the step under way; the run is then interrupted.</param>
    /// <exception cref="RecipeException">
    /// The recipe can't be trained; <c>run-active</c>: the run is still running; <c>data-changed</c>: the files that the recipe reads are not those of the run.
    /// </exception>
    /// <inheritdoc cref="Run" path="/exception[@cref='StoreException']|/exception[@cref='IOException']"/>
    public static RecordedRun Resume(
        Recipe recipe, DataContext context, IRunStore store, string name = "", IReadOnlyList<ITrainingObserver>? observers = null, Action<string>? tell = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(store);
        store.CloseAbandoned();
        IReadOnlyList<RunRecord> runs = store.List(new RunFilter { Kind = RunKind.Train, Fingerprint = recipe.Fingerprint() });
        RunRecord? run = runs.FirstOrDefault(each => !IsFinished(each)) ?? (runs.Count > 0 ? runs[0] : null);
        if (run is null)
        {
            tell?.Invoke("no run of this recipe is in the store: a new one begins");
            return Run(recipe, context, store, name, observers, cancellation);
        }

        RunOrigin.RefuseOtherData(run, recipe, context);
        using var trainer = new Trainer(recipe, context);
        if (IsFinished(run))
        {
            tell?.Invoke($"run {run.Id} of this recipe is {run.Status.Name()} already; without --resume a new one begins");
            return Finished(run, store) with { Warnings = trainer.Session.Plan.Warnings };
        }

        using IRunWriter writer = store.Continue(run.Id);
        RunCheckpoints? checkpoints = RunCheckpoints.Of(recipe, store, writer.Id);
        checkpoints?.Attach(trainer);
        checkpoints?.Restore(trainer, refused => tell?.Invoke(refused.Message));
        if (trainer.ResumedFrom is { } step)
        {
            tell?.Invoke($"run {run.Id} goes on from step {step} of {trainer.Session.Plan.Updates} ({trainer.NewestCheckpoint})");
            foreach (string difference in RunOrigin.Differences(run, recipe, context))
            {
                tell?.Invoke($"{difference}: what comes of it may differ in the last digits from a run that was never interrupted");
            }
        }
        else
        {
            writer.Rewind(long.MinValue);
            tell?.Invoke($"run {run.Id} has no checkpoint that can be used: it begins anew");
        }

        return Train(trainer, writer, checkpoints, recipe, observers ?? [], cancellation);
    }

    private static RecordedRun Train(
        Trainer trainer, IRunWriter writer, RunCheckpoints? checkpoints, Recipe recipe, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        foreach (ITrainingObserver observer in observers)
        {
            trainer.Observers.Add(observer);
        }

        trainer.Observers.Add(new RunRecorder(writer, recipe.Run.RecordEverySteps));
        RunReport report = trainer.Run(cancellation);
        (string? final, string? best) = checkpoints?.Save(trainer, report) ?? default;
        writer.Finish(RunEnd.Of(report) with { Checkpoint = final });
        return new RecordedRun(writer.Id, report, final, best) { Warnings = trainer.Session.Plan.Warnings };
    }

    private static bool IsFinished(RunRecord run) => run.Status.IsResult() || run.Status == RunStatus.Stopped;

    private static RecordedRun Finished(RunRecord run, IRunStore store) => new(
        run.Id,
        new RunReport
        {
            Status = run.Status.ToTrainingStatus(),
            Reason = run.Error,
            Steps = run.Steps,
            Epochs = run.Epochs,
            Metrics = run.Results,
            Parameters = run.Parameters,
            Seconds = run.Seconds,
        },
        run.Checkpoint,
        RunCheckpoints.BestOf(store, run.Id))
    {
        WasFinished = true,
    };
}
