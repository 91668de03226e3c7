using Athanor.Recording;
using Athanor.Specs;
using Microsoft.Data.Sqlite;

namespace Athanor.Tracking.Tests;

/// <summary>What belongs to the file: others' files, versions, locks, crashes, a full disk.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly Folder _folder = new();

    private string Path => _folder.File("runs.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_store_is_made_with_its_folder_and_found_again()
    {
        string path = _folder.File("a/b/runs.db");
        string id;
        using (var store = new SqliteRunStore(path))
        {
            Assert.Equal(path, store.Path);
            id = Finished(store, "k");
        }

        using var again = new SqliteRunStore(path);
        Assert.Equal(id, again.FindFinishedTrial("k")?.Id);
        Assert.Equal("wal", Scalar(path, "PRAGMA journal_mode"));
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("{\"a\": 1}")]
    [InlineData("SQLite format 3\0 but not really, and long enough to be taken for a header of one hundred bytes, as it is one here ....")]
    public void A_file_that_is_not_SQLite_is_refused_in_one_line_and_stays_as_it_is(string content)
    {
        File.WriteAllText(Path, content);
        var refusal = Assert.Throws<RecipeException>(() => new SqliteRunStore(Path));
        Assert.Equal("not-a-store", refusal.Code);
        Assert.StartsWith($"{Path}: not a run store", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--store", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(content, File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Another_programs_SQLite_file_is_refused_and_stays_as_it_is()
    {
        Execute(Path, "CREATE TABLE notes (text TEXT)");
        byte[] before = File.ReadAllBytes(Path);
        Assert.Equal("not-a-store", Assert.Throws<RecipeException>(() => new SqliteRunStore(Path)).Code);
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_newer_store_is_refused()
    {
        new SqliteRunStore(Path).Dispose();
        Execute(Path, $"PRAGMA user_version = {Schema.Migrations.Length + 1}");
        var refusal = Assert.Throws<RecipeException>(() => new SqliteRunStore(Path));
        Assert.Equal("newer-store", refusal.Code);
        Assert.Contains($"version {Schema.Migrations.Length + 1}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_files_place_is_refused()
    {
        Directory.CreateDirectory(Path);
        Assert.Equal("store-path", Assert.Throws<RecipeException>(() => new SqliteRunStore(Path)).Code);
        File.WriteAllText(_folder.File("file"), "");
        Assert.Equal("store-path", Assert.Throws<RecipeException>(() => new SqliteRunStore(_folder.File("file/runs.db"))).Code);
    }

    [Fact]
    public void Several_stores_on_one_file_write_at_the_same_time_and_lose_nothing()
    {
        const int Writers = 4;
        const int Runs = 5;
        const int Steps = 300;
        Parallel.For(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers }, w =>
        {
            using var store = new SqliteRunStore(Path);
            for (int r = 0; r < Runs; r++)
            {
                using var writer = store.Begin(Sample.Trial($"{w}/{r}"));
                for (int step = 0; step < Steps; step++)
                {
                    writer.Metrics(step, [new MetricValue($"own{w}", step), new MetricValue("shared", w)]);
                }

                writer.Finish(Sample.End(RunStatus.Completed, ("writer", w), ("run", r)));
            }
        });

        using var all = new SqliteRunStore(Path);
        var runs = all.List();
        Assert.Equal(Writers * Runs, runs.Count);
        Assert.All(runs, run =>
        {
            Assert.Equal(run.Start.Key, $"{run.Results["writer"]}/{run.Results["run"]}");
            Assert.Equal([Steps, Steps], all.Summaries(run.Id).Select(s => s.Count));
        });
        Assert.Equal("ok", Scalar(Path, "PRAGMA integrity_check"));
    }

    [Fact]
    public void A_writer_waits_for_a_lock_that_another_process_holds()
    {
        using var store = new SqliteRunStore(Path);
        using var writer = store.Begin(Sample.Trial("k"));
        using var other = new SqliteConnection($"Data Source={Path}");
        other.Open();
        var held = other.BeginTransaction(deferred: false);
        using var release = new Timer(_ => held.Commit(), null, TimeSpan.FromSeconds(1.2), Timeout.InfiniteTimeSpan);
        writer.Metric("loss", 1, 0.5);
        writer.Finish(Sample.End(RunStatus.Completed));
        Assert.NotNull(store.FindFinishedTrial("k"));
        Assert.Single(store.Metric(writer.Id, "loss"));
    }

    [Fact]
    public void A_copy_taken_at_any_moment_holds_no_trial_or_a_whole_one()
    {
        // What kill -9 leaves is what the files hold at that moment. The log is only added to between two checkpoints, so a copy is such a moment
        // (its last frame may be torn) unless a checkpoint fell into it.
        using var ready = new ManualResetEventSlim();
        bool stop = false;
        var work = new Thread(() =>
        {
            using var store = new SqliteRunStore(Path);
            for (int i = 0; !Volatile.Read(ref stop); i++)
            {
                using var writer = store.Begin(Sample.Trial($"{i}"));
                writer.Metrics(1, [new MetricValue("loss", i)]);
                writer.Finish(Sample.End(RunStatus.Completed, ("a", i), ("b", i), ("c", i)));
                ready.Set();
            }
        });
        work.Start();
        ready.Wait(TestContext.Current.CancellationToken);

        int before = 0;
        for (int copy = 0; copy < 12; copy++)
        {
            string taken = _folder.File($"copy{copy}.db");
            while (!TryCopyMoment(Path, taken))
            {
            }

            using var store = new SqliteRunStore(taken);
            var finished = store.List(new RunFilter { Status = RunStatus.Completed });
            Assert.All(finished, run => Assert.Equal(["a", "b", "c"], run.Results.Keys));
            Assert.All(finished, run => Assert.Equal(1, store.Summaries(run.Id).Single().Count));
            Assert.True(store.List().Count - finished.Count <= 1, "one writer leaves at most one unfinished run");
            Assert.True(finished.Count >= before, "a finished trial went away");
            before = finished.Count;
        }

        Volatile.Write(ref stop, true);
        work.Join();
        Assert.True(before > 0, "no copy held a finished trial");
    }

    [Fact]
    public void A_finished_trial_is_in_the_files_when_Finish_returns()
    {
        using var store = new SqliteRunStore(Path);
        string id = Finished(store, "k");

        // The store is still open: nothing was tidied up, as after kill -9.
        string taken = _folder.File("taken.db");
        Assert.True(TryCopyMoment(Path, taken));
        using var found = new SqliteRunStore(taken);
        Assert.Equal(id, found.FindFinishedTrial("k")?.Id);
        Assert.Single(found.Metric(id, "loss"));
    }

    [Fact]
    public void Runs_of_processes_that_are_gone_become_interrupted()
    {
        var clock = new Clock();
        using var store = new SqliteRunStore(Path, clock);
        string[] ids = [.. Enumerable.Range(0, 5).Select(_ => store.Begin(Sample.Start).Id)];
        Execute(Path, $"UPDATE runs SET pid = {int.MaxValue} WHERE id = '{ids[1]}'");
        Execute(Path, $"UPDATE runs SET pid_started = pid_started - 60000000 WHERE id = '{ids[2]}'");
        Execute(Path, $"UPDATE runs SET host = 'elsewhere' WHERE id IN ('{ids[3]}', '{ids[4]}')");
        Execute(Path, $"UPDATE runs SET heartbeat = heartbeat + 100000000 WHERE id = '{ids[4]}'");
        clock.Now += TimeSpan.FromMinutes(3);

        Assert.Equal([ids[1], ids[2], ids[3]], store.CloseAbandoned());

        Assert.Equal([ids[4], ids[0]], store.List(new RunFilter { Status = RunStatus.Running }).Select(run => run.Id));
        Assert.Equal(clock.Now, store.Get(ids[1]).Ended);
        store.Delete(ids[1]);
    }

    [Fact]
    public void A_full_store_says_so_and_loses_nothing_that_was_recorded()
    {
        using var store = new SqliteRunStore(Path, maxPages: 120);
        var failure = FillsUp(store, out string finished, out int flushed);
        Assert.Equal("disk-full", failure.Code);
        Assert.StartsWith($"{Path}: the disk is full", failure.Message, StringComparison.Ordinal);
        Survived(store, finished, flushed);
    }

    [Fact]
    [Trait("Category", "Hardware")]
    public void A_full_disk_says_so_and_loses_nothing_that_was_recorded()
    {
        string disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        Assert.SkipUnless(Mounted("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk), "no right to mount a small tmpfs here");
        try
        {
            string path = System.IO.Path.Combine(disk, "runs.db");
            using var store = new SqliteRunStore(path);
            var failure = FillsUp(store, out string finished, out int flushed);
            Assert.Equal("disk-full", failure.Code);
            Survived(store, finished, flushed);
        }
        finally
        {
            Mounted("umount", "-l", disk);
        }
    }

    [Fact]
    public void After_a_full_disk_got_room_the_queued_rows_are_written()
    {
        using var store = new SqliteRunStore(Path, maxPages: 120);
        FillsUp(store, out _, out _);
        store.LimitPages(100_000);
        using var writer = store.Begin(Sample.Start);
        writer.Metric("loss", 1, 2);
        Assert.Single(store.Metric(writer.Id, "loss"));
        Assert.Equal("ok", Scalar(Path, "PRAGMA integrity_check"));
    }

    private static StoreException FillsUp(SqliteRunStore store, out string finished, out int flushed)
    {
        finished = Finished(store, "k");
        var writer = store.Begin(Sample.Start);
        int step = 0;
        int reached = 0;
        var failure = Assert.Throws<StoreException>(() =>
        {
            for (; step < 1_000_000; step++)
            {
                writer.Metrics(step, [new MetricValue("a", step), new MetricValue("b", step)]);
                if (step % 500 == 499)
                {
                    writer.Flush();
                    reached = step + 1;
                }
            }
        });
        Assert.Throws<StoreException>(() => writer.Metric("a", step + 1, 0));
        writer.Dispose();
        flushed = reached;
        return failure;
    }

    private static void Survived(SqliteRunStore store, string finished, int flushed)
    {
        Assert.Equal(0.1, store.FindFinishedTrial("k")!.Results["m"]);
        Assert.Equal(finished, store.FindFinishedTrial("k")!.Id);
        string unfinished = store.List()[0].Id;
        Assert.True(flushed > 0, "nothing was flushed before the disk was full");
        Assert.True(
            long.Parse(Scalar(store.Path!, $"SELECT count(*) FROM metrics m JOIN runs r ON r.number = m.run WHERE r.id = '{unfinished}'"), null) >= 2 * flushed,
            "flushed rows are missing");
    }

    private static string Finished(SqliteRunStore store, string key)
    {
        using var writer = store.Begin(Sample.Trial(key));
        writer.Metric("loss", 1, 0.5);
        writer.Finish(Sample.End(RunStatus.Completed, ("m", 0.1)));
        return writer.Id;
    }

    private static bool TryCopyMoment(string from, string to)
    {
        const int LogHeader = 32;
        byte[] file = Bytes(from);
        byte[] log = Bytes($"{from}-wal");
        if (!Bytes(from).AsSpan().SequenceEqual(file) || !Bytes($"{from}-wal").AsSpan(0, LogHeader).SequenceEqual(log.AsSpan(0, LogHeader)))
        {
            return false;
        }

        File.WriteAllBytes(to, file);
        File.WriteAllBytes($"{to}-wal", log);
        return true;
    }

    private static byte[] Bytes(string path)
    {
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        source.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static bool Mounted(string program, params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Execute(string path, string sql) => Scalar(path, sql);

    private static string Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return $"{command.ExecuteScalar()}";
    }
}
