using System.Diagnostics;
using System.Text.Json.Nodes;
using Athanor.Recording;
using Athanor.Tracking;

namespace Athanor.Cli.Tests;

/// <summary>Studies whose processes are killed, and then the same command again.</summary>
[Trait("Category", "Slow")]
public sealed class KilledStudyTests : IDisposable
{
    private const int Kills = 10;

    private const string Study = """
        study: killed
        recipe:
          data: { spirals: { samples: 600 } }
          model: { mlp: { hidden: [16], activation: sigmoid } }
          loss: cross-entropy
          optimizer: { adamw: { lr: 0.01 } }
          epochs: 60
        components:
          relu: { patch: { model: { mlp: { activation: relu } } } }
          batchNorm: { patch: { model: { mlp: { normalization: batch } } } }
        design: cumulative
        seeds: 3
        metrics: [test/accuracy, test/loss]
        """;

    private readonly WorkFolder _folder = new();

    public KilledStudyTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and /proc");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_command_again_gives_the_table_of_an_uninterrupted_run(bool wholeGroup)
    {
        string study = _folder.Study(Study);
        string expected = await Table(study, _folder.At("whole.db"));
        var time = Stopwatch.StartNew();
        await Table(study, _folder.At("warm.db"));
        TimeSpan whole = time.Elapsed;
        var random = new Random(wholeGroup ? 2 : 1);
        int attempt = 0;
        for (int hits = 0; hits < Kills; attempt++)
        {
            Assert.True(attempt < 4 * Kills, $"only {hits} of {attempt} studies were still running when the kill came");
            string store = _folder.At($"killed-{attempt}.db");
            TimeSpan moment = whole * random.NextDouble();
            using (StudyProcess killed = StudyProcess.Start(study, store))
            {
                time.Restart();
                await Task.WhenAny(killed.Exited, Task.Delay(moment, TestContext.Current.CancellationToken));
                if (killed.HasExited)
                {
                    // The machine has become faster than it was when the study was timed: not a kill.
                    whole = time.Elapsed;
                    continue;
                }

                hits++;
                if (wholeGroup)
                {
                    killed.KillGroup();
                }
                else
                {
                    killed.Kill();
                }

                await killed.LeavesNoOrphan();
            }

            Assert.Equal(expected, await Table(study, store));
            AssertEachTrialRanOnce(store, $"killed after {moment.TotalSeconds:F2} of {whole.TotalSeconds:F2} s");
        }
    }

    [Fact]
    public async Task The_number_of_workers_changes_no_digit()
    {
        string study = _folder.Study(Study);

        Assert.Equal(await Table(study, _folder.At("one.db"), workers: 1), await Table(study, _folder.At("two.db"), workers: 2));
    }

    [Fact]
    public async Task A_worker_that_is_killed_in_a_trial_has_it_trained_again()
    {
        string study = _folder.Study(Study);
        string expected = await Table(study, _folder.At("whole.db"));
        string store = _folder.At("runs.db");
        using StudyProcess running = StudyProcess.Start(study, store, workers: 1);
        using (var watching = new SqliteRunStore(await Created(store)))
        {
            await Until(() => watching.List(new RunFilter { Status = RunStatus.Running }).Any(run => watching.Metric(run.Id, "validation/loss").Count > 0));
            StudyProcess.Signal($"{Assert.Single(running.Workers)}");
        }

        (int code, JsonObject document) = await running.ToEnd();
        using var after = new SqliteRunStore(store);

        Assert.Equal((0, 0), (code, (int)document["trials"]!["failed"]!));
        Assert.Equal(expected, TableOf(document));
        Assert.Contains("exit code 137", Assert.Single(after.List(new RunFilter { Status = RunStatus.Failed })).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_whose_worker_is_killed_twice_is_failed_in_its_cell_and_the_rest_is_whole()
    {
        string study = _folder.Study(Study);
        using StudyProcess running = StudyProcess.Start(study, _folder.Store, workers: 1);
        int first = await Killed(running, 0);
        await Killed(running, first);
        (int code, JsonObject document) = await running.ToEnd();

        Assert.Equal((1, 1, 8), (code, (int)document["trials"]!["failed"]!, (int)document["trials"]!["trained"]!));
        DocumentSchema.Accepts("ablate", document);
        JsonArray variants = document["variants"]!.AsArray();
        Assert.Equal([1, 0, 0], variants.Select(variant => (int)variant!["failed"]!));
        Assert.Equal(8, variants.SelectMany(variant => variant!["values"]!.AsArray()).Count(value => value is not null));

        // The same command again trains what is missing, and nothing else.
        (int again, JsonObject whole) = await Ended(study, _folder.Store, workers: 2);
        Assert.Equal((0, 1, 8), (again, (int)whole["trials"]!["trained"]!, (int)whole["trials"]!["reused"]!));
    }

    private static async Task<int> Killed(StudyProcess running, int before)
    {
        await Until(() => running.Workers.Any(id => id != before));
        int worker = running.Workers.First(id => id != before);
        StudyProcess.Signal($"{worker}");
        return worker;
    }

    private static async Task<string> Created(string store)
    {
        await Until(() => File.Exists(store) && new FileInfo(store).Length > 0);
        return store;
    }

    private static async Task Until(Func<bool> holds)
    {
        var since = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), "it never happened");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> Table(string study, string store, int workers = 2)
    {
        (int code, JsonObject document) = await Ended(study, store, workers);
        Assert.Equal(0, code);
        return TableOf(document);
    }

    private static async Task<(int Code, JsonObject Document)> Ended(string study, string store, int workers)
    {
        using StudyProcess process = StudyProcess.Start(study, store, workers);
        (int Code, JsonObject Document) ended = await process.ToEnd();
        await process.LeavesNoOrphan();
        return ended;
    }

    /// <summary>All that the recipe decides: not the time a trial took, nor the run that holds it.</summary>
    private static string TableOf(JsonObject document)
    {
        JsonNode variants = document["variants"]!.DeepClone();
        foreach (JsonNode? variant in variants.AsArray())
        {
            variant!.AsObject().Remove("seconds");
            variant.AsObject().Remove("runs");
        }

        return variants.ToJsonString();
    }

    private static void AssertEachTrialRanOnce(string store, string when)
    {
        using var runs = new SqliteRunStore(store);
        var finished = runs.List(new RunFilter { Kind = RunKind.Trial, Status = RunStatus.Completed }).CountBy(run => run.Start.Key!).ToList();

        Assert.True(finished.Count == 9 && finished.All(key => key.Value == 1), $"{when}: {string.Join(", ", finished.Select(key => key.Value))}");
        Assert.Empty(runs.List(new RunFilter { Status = RunStatus.Running }));
    }
}
