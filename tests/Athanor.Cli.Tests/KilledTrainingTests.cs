using System.Diagnostics;
using System.Text.Json.Nodes;
using Athanor.Recording;
using Athanor.Tracking;

namespace Athanor.Cli.Tests;

/// <summary>Trainings that are killed while they run, and go on as if nothing had been.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 34;
    private const int KillsAtTheStart = 5;
    private const int MostStepsToWait = 20;
    private const long LastStep = 700;

    private const string Common = """
        optimizer: { adamw: { lr: 0.003 } }
        schedule: { cosine: {} }
        batchSize: 16
        accumulation: 3
        steps: 700
        validate: { everySteps: 11 }
        average: { ema: { decay: 0.99 } }
        earlyStopping: { metric: validation/loss, patience: 100000 }
        run: { checkpoint: { everySteps: 4 } }
        """;

    private const string Mlp =
        "data: { spirals: { samples: 397 } }\nmodel: { mlp: { hidden: [12, 12], dropout: 0.2 } }\nloss: cross-entropy\nclipping: { by-norm: { maxNorm: 1 } }\n" + Common;

    private readonly WorkFolder _folder = new();

    public static TheoryData<string, string> Recipes => new()
    {
        { "mlp", Mlp },
        { "conv", "data: { stroke-digits: { samples: 203 } }\nmodel: { convnet: { channels: [4], dropout: 0.2, normalization: batch } }\nloss: cross-entropy\nrestoreBest: true\n" + Common },
        { "lstm", "data: { adding: { samples: 211, length: 9, ragged: true } }\nmodel: { recurrent: { hidden: 7, dropout: 0.2 } }\nloss: mse\n" + Common },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Recipes))]
    [Trait("Category", "Slow")]
    public async Task Killed_at_34_random_instants_a_training_ends_with_the_weights_and_the_rows_of_one_that_was_left_alone(string name, string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL");
        string recipe = _folder.Write($"{name}.yaml", text);
        Ended alone = await Left(recipe, _folder.At("alone/runs.db"));
        var random = new Random(name[0]);

        int killed = 0;
        for (int chain = 0; killed < Kills; chain++)
        {
            string store = _folder.At($"chain{chain}/runs.db");
            for (bool alive = true; alive && killed < Kills;)
            {
                // A checkpoint's folder appears as it is renamed, with more files of the next under way: the instants fall into writing as well as training.
                long target = TrainProcess.NewestStep(store) + 1 + random.Next(MostStepsToWait);
                using TrainProcess process = TrainProcess.Start(recipe, store, "--resume");
                alive = await process.Reaches(target);
                await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
                killed += await process.Kill() ? 1 : 0;
            }

            Ended resumed = await Left(recipe, store, "--resume");
            Assert.Equal(alone.Document, resumed.Document);
            Assert.Equal(alone.Files, resumed.Files);
            Assert.Equal(alone.Rows, resumed.Rows);
        }
    }

    /// <summary>The other half of a training's life: what comes before its first checkpoint, going on from one, and what comes after the last.</summary>
    [Theory]
    [MemberData(nameof(Recipes))]
    [Trait("Category", "Slow")]
    public async Task Killed_while_it_begins_goes_on_or_measures_at_the_end_it_ends_the_same_too(string name, string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL");
        string recipe = _folder.Write($"{name}.yaml", text);
        Ended alone = await Left(recipe, _folder.At("alone/runs.db"));
        string store = _folder.At("killed/runs.db");
        var random = new Random(name[0]);
        TimeSpan toFirst = await TimeToACheckpoint(recipe, _folder.At("timed/runs.db"));

        for (int kill = 0; kill < 2 * KillsAtTheStart; kill++)
        {
            using TrainProcess process = TrainProcess.Start(recipe, store, "--resume");
            if (kill == KillsAtTheStart)
            {
                await process.Reaches(1);
            }
            else
            {
                await Task.Delay(toFirst * random.NextDouble(), TestContext.Current.CancellationToken);
            }

            await process.Kill();
        }

        for (int kill = 0; kill < 3; kill++)
        {
            using TrainProcess process = TrainProcess.Start(recipe, store, "--resume");
            await process.Reaches(LastStep);
            await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
            await process.Kill();
        }

        Ended resumed = await Left(recipe, store, "--resume");
        Assert.Equal(alone.Document, resumed.Document);
        Assert.Equal(alone.Rows, resumed.Rows);
        Assert.Equal(alone.Files, resumed.Files);
    }

    [Fact]
    public async Task Behind_a_damaged_checkpoint_the_recorded_rows_are_neither_lost_nor_doubled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL");
        string recipe = _folder.Write("mlp.yaml", Mlp);
        Ended alone = await Left(recipe, _folder.At("alone/runs.db"));
        string store = _folder.At("killed/runs.db");
        using (TrainProcess process = TrainProcess.Start(recipe, store))
        {
            Assert.True(await process.Reaches(40));
            Assert.True(await process.Kill());
        }

        string[] checkpoints = [.. Directory.EnumerateDirectories(_folder.At("killed/checkpoints"), "step-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string damaged = Path.Combine(checkpoints[^1], "optimizer.safetensors");
        await File.WriteAllBytesAsync(damaged, (await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken))[..^1], TestContext.Current.CancellationToken);
        Ended resumed = await Left(recipe, store, "--resume");

        Assert.Contains(damaged, resumed.Error, StringComparison.Ordinal);
        Assert.Contains(checkpoints[^2], resumed.Error, StringComparison.Ordinal);
        Assert.Equal(alone.Rows, resumed.Rows);
        Assert.Equal(alone.Files, resumed.Files);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_second_signal_ends_the_process_at_once(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        // One step, and a final evaluation that takes many times as long as the pause between the signals.
        string recipe = _folder.Write("long.yaml", """
            data: { spirals: { samples: 200000 } }
            model: { mlp: { hidden: [1024, 1024] } }
            loss: cross-entropy
            optimizer: { sgd: { lr: 0.01 } }
            batchSize: 16
            steps: 1
            run: { checkpoint: { everySteps: 1 } }
            """);
        using TrainProcess process = TrainProcess.Start(recipe, _folder.Store);
        Assert.True(await process.Reaches(1));
        process.Signal(signal);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(process.HasEnded);
        process.Signal(signal);
        CommandRun ended = await process.ToEnd();

        // Left to end in order, the training would have been completed and printed.
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_saves_the_training_and_says_how_to_go_on(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        string recipe = _folder.Write("mlp.yaml", Mlp + "\nseed: 7");
        Ended alone = await Left(recipe, _folder.At("alone/runs.db"));
        string store = _folder.At("stopped/runs.db");

        using TrainProcess process = TrainProcess.Start(recipe, store);
        Assert.True(await process.Reaches(1));
        process.Signal(signal);
        CommandRun stopped = await process.ToEnd();

        Assert.Equal(130, stopped.ExitCode);
        DocumentSchema.Accepts("train", stopped.Document);
        Assert.Equal("interrupted", (string?)stopped.Document["status"]);
        Assert.EndsWith($"step-{(long)stopped.Document["steps"]!:D9}", (string?)stopped.Document["checkpoint"], StringComparison.Ordinal);
        Assert.EndsWith($"train {recipe} --store {store} --resume", stopped.ErrorLines[^1], StringComparison.Ordinal);
        using (var runs = new SqliteRunStore(store))
        {
            Assert.Equal(RunStatus.Interrupted, Assert.Single(runs.List()).Status);
        }

        Ended resumed = await Left(recipe, store, "--resume");
        Assert.Equal(alone.Files, resumed.Files);
        Assert.Equal(alone.Rows, resumed.Rows);
    }

    /// <summary>Trains to the end and gives what came of it, without what time and place decide.</summary>
    private static async Task<Ended> Left(string recipe, string store, params string[] more)
    {
        using TrainProcess process = TrainProcess.Start(recipe, store, more);
        CommandRun run = await process.ToEnd();
        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject document = run.Document;
        string folder = (string)document["checkpoint"]!;
        string id = (string)document["run"]!;
        foreach (string varies in (string[])["run", "seconds", "checkpoint"])
        {
            document.Remove(varies);
        }

        using var runs = new SqliteRunStore(store);
        Assert.Single(runs.List());
        return new Ended(
            document.ToJsonString(),
            [.. Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(File.ReadAllBytes(file))}")],
            [.. runs.Summaries(id).SelectMany(curve => runs.Metric(id, curve.Key).Select(point => $"{curve.Key} {point.Step} {(curve.Key == "epoch/samples-per-second" ? 0 : point.Value):R}"))],
            run.Error);
    }

    /// <summary>How long this machine takes from the start of the process to the first checkpoint.</summary>
    private static async Task<TimeSpan> TimeToACheckpoint(string recipe, string store)
    {
        var watch = Stopwatch.StartNew();
        using TrainProcess process = TrainProcess.Start(recipe, store);
        Assert.True(await process.Reaches(1));
        return watch.Elapsed;
    }

    private sealed record Ended(string Document, string[] Files, string[] Rows, string Error);
}
