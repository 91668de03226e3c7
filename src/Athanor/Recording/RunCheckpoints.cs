using Athanor.Specs;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Recording;

/// <summary>
/// The checkpoints that a run leaves in a folder beside its store: <c>step-…</c> to resume from, <c>final</c>, and <c>best</c> by the looks at the
/// validation part. Each holds all that <see cref="Predictor"/> needs, so that it serves without the data that it learned from.
/// </summary>
internal sealed class RunCheckpoints
{
    private const string Best = "best";
    private readonly Recipe _recipe;
    private readonly string _folder;

    private RunCheckpoints(Recipe recipe, string folder) => (_recipe, _folder) = (recipe, folder);

    /// <summary>The checkpoints of a run, or null where a store without a file keeps none.</summary>
    public static RunCheckpoints? Of(Recipe recipe, IRunStore store, string run) => Folder(store, run) is { } folder ? new RunCheckpoints(recipe, folder) : null;

    /// <summary>The folder of the best look's checkpoint that a run left, or null.</summary>
    public static string? BestOf(IRunStore store, string run) =>
        Folder(store, run) is { } folder && Directory.Exists(Path.Combine(folder, Best)) ? Path.Combine(folder, Best) : null;

    /// <summary>Has the training saved, and its best weights kept, where the recipe wants it.</summary>
    public void Attach(Trainer trainer)
    {
        if (_recipe.Run.SaveCheckpoint)
        {
            trainer.KeepBest();
            trainer.SaveTo(_folder);
        }
    }

    /// <summary>Goes on from what the run saved before, whether or not it goes on saving.</summary>
    public void Restore(Trainer trainer, Action<RecipeException> refused) => trainer.Restore(_folder, refused);

    /// <summary>Writes what there is to keep: no final weights of a run that diverged, no best ones where they were restored and are the final ones.</summary>
    /// <returns>The folders' absolute paths, null for what was not written; of a run that was interrupted the one to resume from.</returns>
    public (string? Final, string? Best) Save(Trainer trainer, RunReport report)
    {
        if (report.Status == TrainingStatus.Interrupted)
        {
            return (trainer.NewestCheckpoint, null);
        }

        if (!_recipe.Run.SaveCheckpoint)
        {
            return (null, null);
        }

        using DisposeScope scope = NewDisposeScope();
        string? best = !_recipe.RestoreBest && trainer.Best is { } look ? Write(Best, trainer, look.Weights, look.Average, look.Step, look.Metrics) : null;
        string? final = report.Status == TrainingStatus.Diverged
            ? null
            : Write("final", trainer, trainer.Session.Model.state_dict(), trainer.Session.Average, report.Steps, report.Metrics);
        return (final, best);
    }

    private static string? Folder(IRunStore store, string run) =>
        store.Path is { } file ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "checkpoints", run) : null;

    private string Write(
        string name, Trainer trainer, IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor>? average, long step,
        IReadOnlyDictionary<string, double> metrics)
    {
        string folder = Path.Combine(_folder, name);
        trainer.Content(step, metrics).With(weights, average).Write(folder);
        return folder;
    }
}
