using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tests.Training;
using Athanor.Training;
using Athanor.Training.Checkpoints;

namespace Athanor.Tests.Recording;

[Collection(AloneInProcess.Name)]
public sealed class RecordedTrainingTests : IDisposable
{
    private static readonly Recipe Saving = Recipes.Small with { Run = new RunSpec { Checkpoint = new CheckpointSpec { EverySteps = 2, KeepLast = 100 } } };
    private static readonly Recipe SavingNothing = Saving with { Run = new RunSpec { SaveCheckpoint = false } };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("athanor-recorded-");
    private readonly List<string> _told = [];
    private readonly PlacedStore _store;

    public RecordedTrainingTests() => _store = new PlacedStore(Path.Combine(_folder.FullName, "runs.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_run_goes_on_from_what_it_saved_although_nothing_is_to_be_saved_any_more()
    {
        RunReport whole = Recipes.Train(Saving).Report;
        RecordedRun first = Interrupted(after: 7);
        int kept = CheckpointSeries.In(Checkpoints(first.Run)).Count;
        RecordedRun second = Resume(SavingNothing);

        Assert.Equal(first.Run, second.Run);
        Assert.StartsWith($"run {first.Run} goes on from step 7 of {whole.Steps}", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Equal(whole.Metrics, second.Report.Metrics);
        Assert.Equal(Enumerable.Range(1, (int)whole.Steps).Select(step => (long)step), _store.Metric(second.Run, "step/loss").Select(point => point.Step));
        Assert.Null(second.Checkpoint);
        Assert.Equal(kept, CheckpointSeries.In(Checkpoints(first.Run)).Count);
        Assert.False(Directory.Exists(Path.Combine(Checkpoints(first.Run), "final")));
    }

    [Theory]
    [InlineData("validation/rmse", 0.2, "run.checkpoint.metric")]
    [InlineData(null, 0.0, "run.checkpoint.keepBest")]
    public void Best_checkpoints_that_nothing_can_be_judged_by_are_refused_before_a_run_is_begun(string? metric, double validation, string path)
    {
        Recipe recipe = Saving with
        {
            Split = Saving.Split with { Validation = validation },
            Run = new RunSpec { Checkpoint = new CheckpointSpec { KeepBest = 2, Metric = metric } },
        };

        Assert.Equal(path, Assert.Throws<RecipeException>(() => RecordedTraining.Run(recipe, new(_folder.FullName), _store, cancellation: TestContext.Current.CancellationToken)).Path);
        Assert.Equal(path, Assert.Throws<RecipeException>(() => new Trainer(recipe)).Path);
        Assert.Empty(_store.List());
    }

    private RecordedRun Interrupted(long after)
    {
        using var stop = new CancellationTokenSource();
        return RecordedTraining.Run(Saving, new(_folder.FullName), _store, observers: [new Watcher { Step = step => Stop(step.Step == after, stop) }], cancellation: stop.Token);
    }

    private RecordedRun Resume(Recipe recipe) =>
        RecordedTraining.Resume(recipe, new(_folder.FullName), _store, tell: _told.Add, cancellation: TestContext.Current.CancellationToken);

    private string Checkpoints(string run) => Path.Combine(_folder.FullName, "checkpoints", run);

    private static void Stop(bool now, CancellationTokenSource source)
    {
        if (now)
        {
            source.Cancel();
        }
    }
}
