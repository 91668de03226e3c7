using Athanor.Data;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <content>Saving the training between steps, and going on from what was saved.</content>
public sealed partial class Trainer
{
    private const string Loop = "loop";
    private const string Watchers = "observers";
    private const string Stopping = "earlyStopping";
    private const string BestLook = "best";

    private static readonly SortedDictionary<string, double> NothingMeasured = new(StringComparer.Ordinal);

    private CheckpointSeries? _series;
    private ResumePoint? _resume;
    private TimeSpan _before;
    private bool _saveIsDue;
    private TrainingCursor? _saved;
    private (long Step, IReadOnlyDictionary<string, double> Metrics) _lastLook = (-1, NothingMeasured);

    /// <summary>The newest checkpoint of <see cref="SaveTo"/>'s folder that this training wrote or goes on from, or null.</summary>
    public string? NewestCheckpoint { get; private set; }

    /// <summary>The update from which the training goes on; null where it began anew.</summary>
    public long? ResumedFrom { get; private set; }

    /// <summary>Training time so far, that before an interruption included.</summary>
    private TimeSpan Elapsed => _before + _training.Elapsed;

    /// <summary>Makes a trainer that goes on from the newest good checkpoint in <paramref name="folder"/> and saves there; with none it begins anew.</summary>
    /// <param name="recipe">The recipe that made the checkpoints.</param>
    /// <param name="folder">The folder of one training's checkpoints, as given to <see cref="SaveTo"/>.</param>
    /// <param name="context">Where relative paths start; the working folder where null.</param>
    /// <param name="refused">Told of every newer checkpoint that is torn, cut short or altered.</param>
    /// <exception cref="RecipeException">The recipe can't be trained, or it is another than the one that made the checkpoints (<c>other-recipe</c>).</exception>
    public static Trainer Resume(Recipe recipe, string folder, DataContext? context = null, Action<RecipeException>? refused = null) =>
        Resuming(new Trainer(recipe, context), folder, refused);

    /// <summary>As <see cref="Resume(Recipe, string, DataContext?, Action{RecipeException}?)"/>, on data that are divided already; the caller goes on owning them.</summary>
    /// <param name="recipe">The recipe that made the checkpoints.</param>
    /// <param name="folder">The folder of one training's checkpoints, as given to <see cref="SaveTo"/>.</param>
    /// <param name="data">The data, the same as those of the training that was interrupted.</param>
    /// <param name="refused">Told of every newer checkpoint that is torn, cut short or altered.</param>
    /// <exception cref="RecipeException">The recipe can't be trained, or it is another than the one that made the checkpoints (<c>other-recipe</c>).</exception>
    public static Trainer Resume(Recipe recipe, string folder, DataSplit data, Action<RecipeException>? refused = null) =>
        Resuming(new Trainer(recipe, data), folder, refused);

    /// <summary>Saves checkpoints to <paramref name="folder"/> as the recipe's <c>run.checkpoint</c> says, and whenever the training is interrupted.</summary>
    /// <param name="folder">A folder for this training alone; made with the first checkpoint.</param>
    public void SaveTo(string folder) => _series = new CheckpointSeries(folder, _recipe.Run.Checkpoint, _keptBy.Metric, _keptBy.HigherIsBetter);

    /// <summary>Goes on from the newest good checkpoint of a folder that was given to <see cref="SaveTo"/>, if there is one.</summary>
    internal void Restore(string folder, Action<RecipeException>? refused)
    {
        if (ResumePoint.Find(folder, _recipe, refused) is not { } point)
        {
            return;
        }

        _resume = point;
        try
        {
            Restore(point.State);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or OverflowException)
        {
            throw new RecipeException(CheckpointManifest.BadCheckpoint, "", $"was written by another version: {error.Message}; train anew", point.Checkpoint.Folder, error);
        }

        (NewestCheckpoint, ResumedFrom, _saved) = (point.Checkpoint.Folder, _session.Steps, _cursor);
    }

    /// <summary>A checkpoint that says where it comes from and what is to be known of the data to use it; weights or state are to be added.</summary>
    internal CheckpointContent Content(long step, IReadOnlyDictionary<string, double> metrics) => new(_recipe, CheckpointTask.Of(_data.Task, _dataFolder), _data.Standardizer, step, metrics);

    private static Trainer Resuming(Trainer trainer, string folder, Action<RecipeException>? refused)
    {
        try
        {
            trainer.SaveTo(folder);
            trainer.Restore(folder, refused);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>What the best checkpoints are kept by.</summary>
    private (string Metric, bool HigherIsBetter) KeptBy()
    {
        CheckpointSpec spec = _recipe.Run.Checkpoint;
        var at = RecipePath.Root.Key("run").Key("checkpoint");
        at.Require(spec.KeepBest == 0 || _data.Validation is not null, "there is no validation part to judge by; give split.validation a share", nameof(spec.KeepBest));
        string metric = spec.Metric ?? _bestMetric;
        return (metric, DefaultMetrics.HigherIsBetter(metric, _recipe, _data.Task, at.Key("metric")));
    }

    private bool IsSaveDue(StepReport step) => _series?.IsDueAfterStep(_session.Steps, step.Updated || step.Skipped) == true;

    private bool IsSaveDue(TrainingCursor cursor) => _series?.IsDueAfterEpoch(cursor.Epoch) == true;

    /// <summary>Writes a checkpoint of the training as it stands between two steps; nothing where it has failed or stands there already.</summary>
    private void Save()
    {
        _saveIsDue = false;
        if (_series is null || _session.Divergence is not null || _session.StopReason is not null || _saved == _cursor)
        {
            return;
        }

        _training.Stop();
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, double> measured = _lastLook.Step == _session.Steps ? _lastLook.Metrics : NothingMeasured;
        _series.Write(_session.Steps, Content(_session.Steps, measured).With(State()));
        (NewestCheckpoint, _saved) = (_series.Newest, _cursor);
        _training.Start();
    }

    private SavedState State()
    {
        // Observers first: what they have recorded must be on its way to the disk before a checkpoint says that it is.
        SavedState watchers = SavedState.Of(StatefulObservers().Select(observer => (observer.Name, observer.State.SaveState())));
        SavedState session = _session.SaveState();
        SavedState loop = Parts().SaveState();
        return new SavedState
        {
            Values = [.. session.Values.Concat(loop.Values).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())), new(Watchers, watchers.Values)],
            Tensors = session.Tensors.Concat(loop.Tensors)
                .Concat(watchers.Tensors.Select(entry => KeyValuePair.Create($"{Watchers}/{entry.Key}", entry.Value)))
                .ToDictionary(StringComparer.Ordinal),
        };
    }

    private void Restore(SavedState state)
    {
        using DisposeScope scope = NewDisposeScope();
        _session.RestoreState(state);
        foreach ((string name, ISavedState part) in Parts())
        {
            // What only watches may have changed since: best weights that were not kept begin to be kept now.
            if (state.Find(name) is { } saved)
            {
                part.RestoreState(saved);
            }
        }
    }

    private SavedParts Parts()
    {
        var parts = new SavedParts { { Loop, new DelegatedState(SaveLoop, RestoreLoop) } };
        if (_earlyStopping is not null)
        {
            parts.Add(Stopping, _earlyStopping);
        }

        if (_best is not null)
        {
            parts.Add(BestLook, _best);
        }

        return parts;
    }

    private SavedState SaveLoop() => new()
    {
        Values =
        {
            ["stage"] = _cursor.Stage,
            ["epoch"] = _cursor.Epoch,
            ["batch"] = _cursor.Batch,
            ["stepsBeforeEpoch"] = _stepsBeforeEpoch,
            ["samplesSinceReport"] = _samplesSinceReport,
            ["completedEarly"] = _completedEarly,
            ["seconds"] = SavedState.Number(Elapsed.TotalSeconds),
            ["secondsReported"] = SavedState.Number(_reported.TotalSeconds),
        },
    };

    private void RestoreLoop(SavedState state)
    {
        _cursor = new TrainingCursor((int)state.Integer("stage"), (int)state.Integer("epoch"), state.Integer("batch"));
        (_stepsBeforeEpoch, _samplesSinceReport) = (state.Integer("stepsBeforeEpoch"), state.Integer("samplesSinceReport"));
        _completedEarly = state.Text("completedEarly");
        (_before, _reported) = (TimeSpan.FromSeconds(state.Double("seconds")), TimeSpan.FromSeconds(state.Double("secondsReported")));
    }

    /// <summary>Observers come after the trainer is made, so they get their states when it begins to run.</summary>
    private void RestoreObservers()
    {
        if (_resume?.State.Find(Watchers) is { } watchers)
        {
            foreach ((string name, ISavedState observer) in StatefulObservers())
            {
                if (watchers.Find(name) is { } saved)
                {
                    observer.RestoreState(saved);
                }
            }
        }

        _resume?.Dispose();
        _resume = null;
    }

    /// <summary>Observers with state, called by their types; the second of a type, and later ones, with a number.</summary>
    private IEnumerable<(string Name, ISavedState State)> StatefulObservers() => Observers
        .OfType<ISavedState>()
        .GroupBy(observer => observer.GetType().Name, StringComparer.Ordinal)
        .SelectMany(same => same.Select((observer, i) => (i == 0 ? same.Key : $"{same.Key}-{i + 1}", observer)));
}
