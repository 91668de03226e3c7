using Athanor.Data;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tests.Training;
using Athanor.Trials;
using static TorchSharp.torch;

namespace Athanor.Tests.Trials;

[Collection(AloneInProcess.Name)]
public sealed class TrialQueueTests : IDisposable
{
    private readonly MemoryRunStore _store = new();
    private readonly Log _log = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_is_finished_is_used_again_and_what_is_not_is_trained()
    {
        Trial[] trials = [Trial(0), Trial(1)];
        IReadOnlyList<TrialResult> first = await Run(trials[..1]);
        IReadOnlyList<TrialResult> both = await Run(trials);

        Assert.Equal([true, false], both.Select(result => result.Reused));
        Assert.Equal(first[0].Metrics, both[0].Metrics);
        Assert.Equal((first[0].Run, 2), (both[0].Run, _store.List().Count));
        Assert.Equal(["start 1/0", "begin small/0", "end small/0 Completed", "start 2/1", "begin small/1", "end small/1 Completed"], _log.Lines);
    }

    [Fact]
    public async Task Training_again_can_be_asked_for()
    {
        await Run([Trial(0)]);
        IReadOnlyList<TrialResult> again = await Run([Trial(0)], new TrialQueueOptions { Retrain = true });

        Assert.False(again[0].Reused);
        Assert.Equal(2, _store.List().Count);
    }

    [Fact]
    public async Task Two_trials_of_one_key_are_trained_once()
    {
        IReadOnlyList<TrialResult> results = await Run([Trial(0), Trial(0) with { Variant = "twin" }]);

        Assert.Equal([false, true], results.Select(result => result.Reused));
        Assert.Single(_store.List());
        Assert.Equal(results[0].Metrics, results[1].Metrics);
    }

    [Fact]
    public async Task A_trial_that_crashes_is_tried_once_more_and_then_failed_and_the_rest_stays_whole()
    {
        int[] calls = [0];
        IReadOnlyList<TrialResult> results = await Run([Trial(0), Crashing(calls, times: 2), Trial(1)]);

        Assert.Equal([RunStatus.Completed, RunStatus.Failed, RunStatus.Completed], results.Select(result => result.Status));
        Assert.Equal((2, "the model fell over"), (calls[0], results[1].Reason));
        Assert.Equal(["end small/7 Failed again", "end small/7 Failed"], _log.Lines.Where(line => line.StartsWith("end small/7", StringComparison.Ordinal)));
        Assert.Equal(2, _store.List().Count(run => run.Status == RunStatus.Failed));
    }

    [Fact]
    public async Task A_trial_that_crashes_once_is_a_result_at_its_second_try()
    {
        int[] calls = [0];
        IReadOnlyList<TrialResult> results = await Run([Crashing(calls, times: 1)]);

        Assert.Equal((RunStatus.Completed, 2), (results[0].Status, calls[0]));
        Assert.NotNull(_store.FindFinishedTrial("crashing"));
    }

    [Fact]
    public async Task A_failed_trial_is_no_result_to_use_again()
    {
        int[] calls = [0];
        await Run([Crashing(calls, times: 2)]);
        IReadOnlyList<TrialResult> results = await Run([Crashing(calls, times: 2)]);

        Assert.Equal((RunStatus.Completed, false), (results[0].Status, results[0].Reused));
    }

    [Fact]
    public async Task A_diverged_trial_is_a_result_that_is_not_tried_again_but_used_again()
    {
        Trial trial = Trial(0) with { Recipe = Recipes.Small with { Data = new Athanor.Data.Tasks.Airline(), Loss = new Athanor.Losses.MseLoss(), Optimizer = new Sgd { Lr = 1e12 } } };
        IReadOnlyList<TrialResult> first = await Run([trial]);
        IReadOnlyList<TrialResult> again = await Run([trial]);

        Assert.Equal((RunStatus.Diverged, false), (first[0].Status, first[0].Reused));
        Assert.Equal((RunStatus.Diverged, true), (again[0].Status, again[0].Reused));
        Assert.Single(_store.List());
        Assert.StartsWith("diverged at step", again[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_that_cannot_be_trained_ends_the_queue_and_keeps_what_had_finished()
    {
        Trial refused = Trial(1) with { Recipe = Recipes.Small with { Metrics = [new Athanor.Metrics.MeanAbsoluteError()] }, Key = "refused" };
        RecipeException refusal = await Assert.ThrowsAsync<RecipeException>(() => Run([Trial(0), refused, Trial(2)]));

        Assert.Equal("metrics[0]", refusal.Path);
        Assert.Equal([RunStatus.Interrupted, RunStatus.Completed], _store.List().Select(run => run.Status));
        Assert.True((await Run([Trial(0)]))[0].Reused);
    }

    [Fact]
    public async Task A_queue_that_is_cancelled_keeps_what_had_finished()
    {
        using var cancelling = new CancellationTokenSource();
        var queue = new TrialQueue(_store, new TrialQueueOptions { Observer = new Log { OnEnd = () => cancelling.Cancel() } });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.RunAsync([Trial(0), Trial(1)], cancelling.Token));

        Assert.Equal(RunStatus.Completed, Assert.Single(_store.List()).Status);
    }

    [Fact]
    public async Task A_trial_is_recorded_with_its_recipe_its_curves_and_its_results()
    {
        TrialResult result = (await Run([Trial(3)]))[0];
        RunRecord run = _store.Get(result.Run);

        Assert.Equal((RunKind.Trial, "queue/small/3", "queue", "small", 3L, "key 3"), (run.Start.Kind, run.Start.Name, run.Start.Study, run.Start.Variant, run.Start.Seed, run.Start.Key));
        Assert.Equal(SpecWriter.ToJson(Trial(3).Recipe), run.Start.RecipeJson);
        Assert.Equal(3, _store.Metric(run.Id, "validation/loss").Count);
        Assert.Equal(result.Metrics, run.Results);
    }

    [Theory]
    [InlineData(null, 1, 100, null)]
    [InlineData(3, 1, 100, 3)]
    [InlineData(3, 1, 2, 2)]
    [InlineData(0, 1, 2, 1)]
    public void Workers_are_as_many_as_asked_for_and_no_more_than_trials(int? asked, int threads, int trials, int? expected)
    {
        var options = new TrialQueueOptions { Workers = asked, Launch = WorkerLaunch.Self(["worker"]) };
        Trial[] queue = [.. Enumerable.Repeat(Trial(0) with { Recipe = Recipes.Small with { Threads = threads } }, trials)];

        Assert.Equal(expected ?? Math.Max(1, Environment.ProcessorCount / threads), options.WorkersFor(queue));
        Assert.Equal(1, (options with { Launch = null }).WorkersFor(queue));
    }

    private Task<IReadOnlyList<TrialResult>> Run(IReadOnlyList<Trial> trials, TrialQueueOptions? options = null) =>
        new TrialQueue(_store, (options ?? new TrialQueueOptions()) with { Observer = _log }).RunAsync(trials, TestContext.Current.CancellationToken);

    private static Trial Trial(int seed) => new()
    {
        Study = "queue",
        Variant = "small",
        Recipe = Recipes.Small with { Seed = seed },
        Key = $"key {seed}",
        Context = new DataContext(Environment.CurrentDirectory),
    };

    private static Trial Crashing(int[] calls, int times) => Trial(7) with
    {
        Recipe = Recipes.Small with { Seed = 7, Model = new CrashingModel { Calls = calls, Times = times } },
        Key = "crashing",
    };

    /// <summary>A model that can't be built for the first few times.</summary>
    [Spec("crashing")]
    internal sealed record CrashingModel : ModelSpec
    {
        [SpecIgnore]
        public int[] Calls { get; init; } = [0];

        [SpecIgnore]
        public int Times { get; init; }

        public override nn.Module Build(TaskInfo task, RecipePath at) => Calls[0]++ < Times
            ? throw new InvalidOperationException("the model\nfell over".Replace('\n', ' '))
            : new MlpSpec().Build(task, at);
    }

    private sealed class Log : ITrialObserver
    {
        public List<string> Lines { get; } = [];

        public Action OnEnd { get; init; } = static () => { };

        public void OnStart(int total, int reused) => Lines.Add($"start {total}/{reused}");

        public void OnTrialStart(Trial trial) => Lines.Add($"begin {trial.Variant}/{trial.Recipe.Seed}");

        public void OnTrialEnd(Trial trial, TrialResult result, bool again)
        {
            Lines.Add($"end {trial.Variant}/{trial.Recipe.Seed} {result.Status}{(again ? " again" : "")}");
            OnEnd();
        }
    }
}
