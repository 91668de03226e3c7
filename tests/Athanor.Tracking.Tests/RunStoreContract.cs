using System.Text.Json;
using Athanor.Recording;
using Athanor.Specs;
using CsCheck;

namespace Athanor.Tracking.Tests;

/// <summary>What every store must do.</summary>
public abstract class RunStoreContract : IDisposable
{
    private static readonly double[] Special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, double.Epsilon, double.MaxValue, 0.1, 3, 1e17];

    private readonly Clock _clock = new();
    private IRunStore? _store;

    private IRunStore Store => _store ??= Open(_clock);

    protected abstract IRunStore Open(TimeProvider time);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _store?.Dispose();

    [Fact]
    public void A_finished_run_comes_back_as_it_was_told()
    {
        var start = Sample.Trial("k1");
        string id;
        using (var writer = Store.Begin(start))
        {
            id = writer.Id;
            _clock.Now += TimeSpan.FromSeconds(7);
            writer.Finish(Sample.End(RunStatus.Completed, ("test/accuracy", 0.1), ("test/loss", double.NaN)));
        }

        var run = Store.Get(id);

        Assert.Equal(start, run.Start);
        Assert.Equal((RunStatus.Completed, 60L, 5, 1210L, 1.25, "/checkpoints/x"), (run.Status, run.Steps, run.Epochs, run.Parameters, run.Seconds, run.Checkpoint));
        Assert.Equal((_clock.Now - TimeSpan.FromSeconds(7), _clock.Now), (run.Started, run.Ended));
        Assert.Equal((Environment.MachineName, Environment.ProcessId), (run.Host, run.ProcessId));
        Assert.Equal(["test/accuracy", "test/loss"], run.Results.Keys);
        Assert.Null(run.Error);
    }

    [Fact]
    public void Results_and_curves_keep_every_bit_of_every_kind_of_number()
    {
        var results = Special.Index().Select(v => ($"r{v.Index}", v.Item)).ToArray();
        using var writer = Store.Begin(Sample.Start);
        foreach (var (step, value) in Special.Index())
        {
            writer.Metric("loss", step, value);
        }

        writer.Finish(Sample.End(RunStatus.Diverged, results));

        Assert.Equal(Special.Select(Bits), Store.Metric(writer.Id, "loss").Select(point => Bits(point.Value)));
        var found = Store.Get(writer.Id).Results;
        Assert.All(results, r => Assert.Equal(Bits(r.Item), Bits(found[r.Item1])));
    }

    [Fact]
    public void Any_series_comes_back_and_its_summary_is_that_of_its_points() => Series.Sample(
        points =>
        {
            using var writer = Store.Begin(Sample.Start);
            var expected = new SortedDictionary<long, double>();
            foreach (var (step, value, flush) in points)
            {
                writer.Metrics(step, [new MetricValue("a", value), new MetricValue("b", -value)]);
                expected[step] = value;
                if (flush)
                {
                    writer.Flush();
                }
            }

            writer.Finish(Sample.End(RunStatus.Completed));

            var curve = Store.Metric(writer.Id, "a");
            Assert.Equal(expected.Select(p => (p.Key, Bits(p.Value))), curve.Select(p => (p.Step, Bits(p.Value))));
            Assert.Equal(
                [Words(MetricSummary.Of("a", curve)), Words(MetricSummary.Of("b", Store.Metric(writer.Id, "b")))],
                Store.Summaries(writer.Id).Select(Words));
        },
        iter: 60);

    [Fact]
    public void Minimum_and_maximum_leave_out_what_is_no_number_but_not_infinities()
    {
        using var writer = Store.Begin(Sample.Start);
        foreach (var (step, value) in new[] { double.NaN, 2, double.NegativeInfinity, 5, double.NaN }.Index())
        {
            writer.Metric("x", step, value);
        }

        writer.Metric("y", 0, double.NaN);
        Assert.Equal(
            ["x: 5 points, last NaN at 4, -Infinity … 5", "y: 1 points, last NaN at 0, NaN … NaN"],
            Store.Summaries(writer.Id).Select(s => $"{s.Key}: {s.Count} points, last {s.Last} at {s.LastStep}, {s.Min} … {s.Max}"));
    }

    [Fact]
    public void What_was_recorded_is_seen_before_the_run_ends()
    {
        using var writer = Store.Begin(Sample.Start);
        writer.Metric("loss", 1, 0.5);
        Assert.Equal([new MetricPoint(1, _clock.Now, 0.5)], Store.Metric(writer.Id, "loss"));
        Assert.Equal(RunStatus.Running, Store.Get(writer.Id).Status);
        Assert.Empty(Store.Metric(writer.Id, "los"));
    }

    [Theory]
    [InlineData(RunStatus.Completed, true)]
    [InlineData(RunStatus.Diverged, true)]
    [InlineData(RunStatus.Stopped, false)]
    [InlineData(RunStatus.Interrupted, false)]
    [InlineData(RunStatus.Failed, false)]
    public void Only_a_trial_that_is_a_result_is_found_by_its_key(RunStatus status, bool found)
    {
        using var trial = Store.Begin(Sample.Trial("k"));
        Assert.Null(Store.FindFinishedTrial("k"));
        trial.Finish(Sample.End(status, ("m", 0.1)));
        using var train = Store.Begin(Sample.Start with { Key = "other" });
        train.Finish(Sample.End(RunStatus.Completed));

        Assert.Equal(found ? trial.Id : null, Store.FindFinishedTrial("k")?.Id);
        Assert.Null(Store.FindFinishedTrial("other"));
        Assert.Equal(found ? 0.1 : null, Store.FindFinishedTrial("k")?.Results["m"]);
    }

    [Fact]
    public void Of_several_finished_trials_of_a_key_the_first_is_found()
    {
        string[] ids = [.. Enumerable.Range(0, 3).Select(_ => Finished(Sample.Trial("k")))];
        Assert.Equal(ids[0], Store.FindFinishedTrial("k")!.Id);
    }

    [Fact]
    public void A_list_holds_what_the_filter_lets_through_newest_first()
    {
        string first = Finished(Sample.Trial("k1", "one"));
        _clock.Now += TimeSpan.FromHours(1);
        string second = Finished(Sample.Trial("k2", "two"), RunStatus.Failed);
        string third = Finished(Sample.Start);

        Assert.Equal([third, second, first], Ids(null));
        Assert.Equal([second, first], Ids(new() { Kind = RunKind.Trial }));
        Assert.Equal([first], Ids(new() { Study = "one" }));
        Assert.Equal([second, first], Ids(new() { Variant = "A+B" }));
        Assert.Equal([second], Ids(new() { Status = RunStatus.Failed }));
        Assert.Equal([second], Ids(new() { Key = "k2" }));
        Assert.Equal([third, second], Ids(new() { Since = _clock.Now }));
        Assert.Equal([third], Ids(new() { Limit = 1 }));
        Assert.Empty(Ids(new() { Study = "one", Status = RunStatus.Failed }));
        Assert.Equal([0.5, 0.5, 0.5], Store.List().Select(run => run.Results["m"]));

        IEnumerable<string> Ids(RunFilter? filter) => Store.List(filter).Select(run => run.Id);
    }

    [Fact]
    public void A_prefix_finds_its_run_and_an_ambiguous_one_names_the_candidates()
    {
        string[] ids = [.. Enumerable.Range(0, 17).Select(_ => Finished(Sample.Start))];
        Assert.Equal(ids[4], Store.Get(ids[4][..11]).Id);
        Assert.Equal(ids[4], Store.Get(ids[4].ToUpperInvariant()).Id);

        // Seventeen ids begin with sixteen digits, so two share one.
        var shared = ids.GroupBy(id => id[..1], StringComparer.Ordinal).First(group => group.Count() > 1);
        var refusal = Assert.Throws<RecipeException>(() => Store.Get(shared.Key));
        Assert.Equal("ambiguous-run", refusal.Code);
        Assert.Contains(shared.Order(StringComparer.Ordinal).First(), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("0123456789abcdef")]
    public void A_run_that_is_not_there_is_refused_by_name(string asked)
    {
        Finished(Sample.Start);
        var refusal = Assert.Throws<RecipeException>(() => Store.Get(asked));
        Assert.Equal("unknown-run", refusal.Code);
        Assert.Contains($"'{asked}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_and_artifacts_come_back_and_a_later_one_of_the_name_replaces()
    {
        using var writer = Store.Begin(Sample.Start);
        var mild = new FindingRecord { Symptom = "overfitting", Severity = 0.2, SinceStep = 9 };
        var bad = new FindingRecord { Symptom = "vanishing-gradient", Severity = 0.9, SinceStep = 4, Layers = ["0.weight", "2.weight"], EvidenceJson = """{"ratio":1e-9}""" };
        writer.Finding(bad with { Severity = 0.1, Layers = [] });
        writer.Finding(mild);
        writer.Finding(bad);
        var report = new ArtifactRecord("report", "/r.html", "text/html", "ab");
        writer.Artifact(report with { Sha256 = "old" });
        writer.Artifact(report);

        Assert.Equal([bad, mild], Store.Findings(writer.Id));
        Assert.Equal([report], Store.Artifacts(writer.Id));
    }

    [Fact]
    public void A_deleted_run_is_gone_with_all_of_it_and_the_others_stay()
    {
        string kept = Finished(Sample.Start);
        string gone = Finished(Sample.Start);
        Store.Delete(gone);
        Assert.Equal([kept], Store.List().Select(run => run.Id));
        Assert.Single(Store.Metric(kept, "loss"));
        Assert.Throws<RecipeException>(() => Store.Summaries(gone));
    }

    [Fact]
    public void A_running_run_is_neither_deleted_nor_gone_on_with()
    {
        using var writer = Store.Begin(Sample.Start);
        Assert.Equal("run-active", Assert.Throws<RecipeException>(() => Store.Delete(writer.Id)).Code);
        RecipeException refusal = Assert.Throws<RecipeException>(() => Store.Continue(writer.Id));
        Assert.Equal("run-active", refusal.Code);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}, last heard of at {_clock.Now:u}", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Store.CloseAbandoned());
        Assert.Equal("run-finished", Assert.Throws<RecipeException>(() => Store.Continue(Finished(Sample.Start))).Code);
    }

    [Fact]
    public void A_run_that_was_not_finished_is_interrupted_and_goes_on_under_its_id()
    {
        string id;
        using (var writer = Store.Begin(Sample.Start))
        {
            id = writer.Id;
            writer.Metric("loss", 1, 1);
            writer.Metric("loss", 2, 9);
        }

        Assert.Equal(RunStatus.Interrupted, Store.Get(id).Status);
        using (var again = Store.Continue(id))
        {
            Assert.Equal(id, again.Id);
            Assert.Equal(RunStatus.Running, Store.Get(id).Status);
            again.Metric("loss", 2, 0.5);
            again.Metric("loss", 3, 0.25);
            again.Finish(Sample.End(RunStatus.Completed));
        }

        Assert.Equal([1, 0.5, 0.25], Store.Metric(id, "loss").Select(point => point.Value));
        Assert.Equal(new MetricSummary("loss", 3, 3, 0.25, 0.25, 1), Store.Summaries(id).Single());
    }

    [Fact]
    public void A_run_that_goes_on_from_an_earlier_step_forgets_what_lay_beyond_it()
    {
        using var writer = Store.Begin(Sample.Start);
        foreach (long step in (long[])[1, 2, 3, 4])
        {
            writer.Metric("loss", step, step);
        }

        writer.Metric("late", 4, 4);
        writer.Finding(new FindingRecord { Symptom = "early", SinceStep = 2 });
        writer.Finding(new FindingRecord { Symptom = "late", SinceStep = 3 });
        writer.Rewind(2);
        writer.Metric("loss", 3, 0.5);
        writer.Flush();

        Assert.Equal([(1, 1), (2, 2), (3, 0.5)], Store.Metric(writer.Id, "loss").Select(point => (point.Step, point.Value)));
        Assert.Equal([new MetricSummary("loss", 3, 3, 0.5, 0.5, 2)], Store.Summaries(writer.Id));
        Assert.Equal(["early"], Store.Findings(writer.Id).Select(finding => finding.Symptom));
        writer.Rewind(-1);
        Assert.Empty(Store.Summaries(writer.Id));
    }

    [Fact]
    public void Runs_are_found_by_the_fingerprint_of_their_recipe()
    {
        string id = Finished(Sample.Start with { Fingerprint = "abc" });
        Finished(Sample.Start with { Fingerprint = "def" });

        Assert.Equal([id], Store.List(new RunFilter { Fingerprint = "abc" }).Select(run => run.Id));
    }

    [Fact]
    public void A_finished_writer_takes_no_more_and_its_disposal_changes_nothing()
    {
        using var writer = Store.Begin(Sample.Start);
        writer.Finish(Sample.End(RunStatus.Completed));
        Assert.Throws<InvalidOperationException>(() => writer.Metric("loss", 1, 1));
        Assert.Throws<InvalidOperationException>(() => writer.Finish(Sample.End(RunStatus.Failed)));
        writer.Dispose();
        Assert.Equal(RunStatus.Completed, Store.Get(writer.Id).Status);
        Assert.Throws<ArgumentOutOfRangeException>(() => Store.Begin(Sample.Start).Finish(Sample.End(RunStatus.Running)));
    }

    [Fact]
    public void Threads_may_record_into_one_run_and_into_several_at_once()
    {
        const int Threads = 4;
        const int Steps = 2000;
        using var shared = Store.Begin(Sample.Start);
        var own = new string[Threads];
        Parallel.For(0, Threads, t =>
        {
            using var writer = Store.Begin(Sample.Start);
            own[t] = writer.Id;
            for (int step = 0; step < Steps; step++)
            {
                writer.Metrics(step, [new MetricValue("a", step), new MetricValue("b", t)]);
                shared.Metric($"thread{t}", step, step);
            }

            writer.Finish(Sample.End(RunStatus.Completed));
        });
        shared.Finish(Sample.End(RunStatus.Completed));

        Assert.All(own, id => Assert.Equal(Enumerable.Range(0, Steps).Select(s => (double)s), Store.Metric(id, "a").Select(p => p.Value)));
        Assert.Equal(Enumerable.Repeat((long)Steps, Threads), Store.Summaries(shared.Id).Select(s => s.Count));
    }

    [Fact]
    public void An_export_is_one_document_with_everything_in_it()
    {
        string id;
        using (var writer = Store.Begin(Sample.Trial("k")))
        {
            id = writer.Id;
            writer.Metric("loss", 1, double.NaN);
            writer.Finding(new FindingRecord { Symptom = "dead-relu", EvidenceJson = """{"share":0.9}""" });
            writer.Artifact(new ArtifactRecord("report", "/r.html", "text/html", "ab"));
            writer.Finish(Sample.End(RunStatus.Diverged, ("test/loss", double.PositiveInfinity)));
        }

        using var document = JsonDocument.Parse(RunExport.ToJson(Store, id[..10]));
        var root = document.RootElement;
        Assert.Equal((id, "trial", "diverged", "k"), (Text("run"), Text("kind"), Text("status"), Text("key")));
        Assert.Equal(3, root.GetProperty("recipe").GetProperty("seed").GetInt32());
        Assert.Equal("Infinity", root.GetProperty("metrics").GetProperty("test/loss").GetString());
        Assert.Equal("NaN", root.GetProperty("curves").GetProperty("loss")[0][2].GetString());
        Assert.Equal(0.9, root.GetProperty("findings")[0].GetProperty("evidence").GetProperty("share").GetDouble());
        Assert.Equal("/r.html", root.GetProperty("artifacts")[0].GetProperty("path").GetString());

        string? Text(string name) => root.GetProperty(name).GetString();
    }

    private static Gen<(long Step, double Value, bool Flush)[]> Series =>
        Gen.Select(Gen.Int[-3, 40].Select(s => (long)s), Gen.Frequency((4, Gen.Double[-9, 9]), (1, Gen.Int[0, 9].Select(i => Special[i]))), Gen.Bool).Array[1, 60];

    private static long Bits(double value) => double.IsNaN(value) ? long.MinValue + 1 : BitConverter.DoubleToInt64Bits(value);

    // −0 and 0 are equal as a minimum: which of them is kept depends on the order of the points.
    private static string Words(MetricSummary s) => $"{s.Key} {s.Count} {s.LastStep} {s.Last:R} {s.Min + 0.0:R} {s.Max + 0.0:R}";

    private string Finished(RunStart start, RunStatus status = RunStatus.Completed)
    {
        using var writer = Store.Begin(start);
        writer.Metric("loss", 1, 0.5);
        writer.Finish(Sample.End(status, ("m", 0.5)));
        return writer.Id;
    }
}
