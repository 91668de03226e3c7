using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Training.Checkpoints;
using TorchSharp;

namespace Athanor.Tests.Training.Checkpoints;

[Collection(AloneInProcess.Name)]
public sealed class ResumeTests : IDisposable
{
    private static readonly Recipe Mlp = Recipes.Small with
    {
        Model = new MlpSpec { Hidden = [8, 8], Dropout = 0.3 },
        Schedule = new ReduceOnPlateauSchedule { Metric = "validation/loss", Patience = 1 },
        Validation = new ValidationSpec { EverySteps = 2 },
        EarlyStopping = new EarlyStoppingSpec { Patience = 1000 },
        Average = new EmaAverage { Decay = 0.9 },
        RestoreBest = true,
        Accumulation = 3,
        Epochs = 4,
        Run = new RunSpec { Checkpoint = new CheckpointSpec { EverySteps = 1, KeepLast = 1000 } },
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("athanor-resume-");

    public static TheoryData<string, Recipe> Subjects => new()
    {
        { "mlp", Mlp },
        { "lstm", Mlp with { Data = new Adding { Samples = 90, Length = 7, Ragged = true }, Loss = new MseLoss(), Model = new RecurrentSpec { Hidden = 5, Dropout = 0.2 } } },
    };

    public static TheoryData<string, string> Damages
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string file in (string[])["manifest.json", "model.safetensors", "optimizer.safetensors", "average.safetensors", "state.safetensors", "state.json", "recipe.json", "metrics.json", "task.json", "preprocessing.safetensors"])
            {
                foreach (string damage in (string[])["empty", "half", "last byte missing", "one byte flipped", "missing"])
                {
                    rows.Add(file, damage);
                }
            }

            return rows;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Subjects))]
    public void From_every_checkpoint_a_training_ends_with_the_same_weights_metrics_and_rows(string name, Recipe recipe)
    {
        Outcome whole = Run(recipe, From(0));
        long[] steps = [.. CheckpointSeries.In(From(0)).Select(found => found.Step)];

        Assert.Equal(whole.Report.Steps, steps.Length);
        foreach (long step in steps)
        {
            string folder = CopyUpTo(step);
            Outcome resumed = Run(recipe, folder);
            Assert.Equal(step, resumed.ResumedFrom);
            Assert.True(whole.Weights.AsSpan().SequenceEqual(resumed.Weights), $"{name}: other weights from step {step}");
            Assert.Equal(whole.Report.Metrics, resumed.Report.Metrics);
            Assert.Equal((whole.Report.Steps, whole.Report.Epochs), (resumed.Report.Steps, resumed.Report.Epochs));
            Assert.Equal(whole.Rows.Where(row => row.Step > step), resumed.Rows);
        }
    }

    [Fact]
    public void Interrupted_after_any_batch_even_within_a_window_it_goes_on_from_that_batch()
    {
        Recipe recipe = Mlp with { Run = new RunSpec { Checkpoint = new CheckpointSpec { KeepLast = 0 } } };
        Outcome whole = Run(recipe, From(0));
        for (int batch = 1; batch < 20; batch++)
        {
            string folder = Path.Combine(_folder.FullName, $"at{batch}");
            using var stop = new CancellationTokenSource();
            int seen = 0;
            Outcome first = Run(recipe, folder, stop, new Watcher { Step = _ => Stop(++seen == batch, stop) });
            Outcome second = Run(recipe, folder);

            Assert.Equal(TrainingStatus.Interrupted, first.Report.Status);
            Assert.Single(CheckpointSeries.In(folder));
            Assert.True(whole.Weights.AsSpan().SequenceEqual(second.Weights), $"other weights after {batch} batches");
            Assert.Equal(whole.Report.Metrics, second.Report.Metrics);
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_newest_checkpoint_is_refused_by_name_and_the_one_before_it_used(string file, string damage)
    {
        Outcome whole = Run(Mlp, From(0));
        string folder = CopyUpTo(5);
        string newest = CheckpointSeries.In(folder)[0].Folder;
        Damage(Path.Combine(newest, file), damage);
        var refused = new List<RecipeException>();

        Outcome resumed = Run(Mlp, folder, refused: refused.Add);

        RecipeException refusal = Assert.Single(refused);
        Assert.Equal("bad-checkpoint", refusal.Code);
        Assert.StartsWith(Path.Combine(newest, file), refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(4, resumed.ResumedFrom);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.Report.Metrics, resumed.Report.Metrics);
    }

    [Fact]
    public void Checkpoints_of_another_recipe_are_refused()
    {
        Run(Mlp, From(0));
        Assert.Equal("other-recipe", Assert.Throws<RecipeException>(() => Trainer.Resume(Mlp with { Seed = 5 }, From(0))).Code);
    }

    [Fact]
    public void The_last_k_and_the_best_k_by_a_metric_are_kept()
    {
        var losses = new List<(long Step, double Loss)>();
        Run(Mlp with { Run = new RunSpec { Checkpoint = new CheckpointSpec { EverySteps = 1, KeepLast = 2, KeepBest = 3 } } }, From(0), observer: new Watcher
        {
            Epoch = report => losses.Add((report.Step, report.Metrics.GetValueOrDefault("validation/loss", double.NaN))),
        });

        long last = CheckpointSeries.In(From(0))[0].Step;
        long[] best = [.. losses.Where(look => !double.IsNaN(look.Loss)).OrderBy(look => look.Loss).Take(3).Select(look => look.Step)];
        Assert.Equal(best.Append(last).Append(last - 1).Distinct().Order(), CheckpointSeries.In(From(0)).Select(found => found.Step).Order());
    }

    [Fact]
    public void A_checkpoint_that_was_set_aside_when_the_training_died_comes_back()
    {
        Outcome whole = Run(Mlp, From(0));
        string folder = CopyUpTo(5);
        AtomicFolder.SetAside(CheckpointSeries.In(folder)[0].Folder);

        Outcome resumed = Run(Mlp, folder);

        Assert.Equal(5, resumed.ResumedFrom);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Empty(Directory.EnumerateDirectories(folder, ".*"));
    }

    [Fact]
    public void A_checkpoint_that_was_set_aside_goes_where_another_took_its_place()
    {
        Run(Mlp, From(0));
        string folder = CopyUpTo(5);
        string newest = CheckpointSeries.In(folder)[0].Folder;
        string aside = AtomicFolder.SetAside(newest);
        CopyUpTo(5);

        Assert.Equal(5, Run(Mlp, folder).ResumedFrom);
        Assert.False(Directory.Exists(aside));
    }

    [Fact]
    public void The_best_are_chosen_by_reading_their_metrics_alone()
    {
        Recipe recipe = Mlp with { Run = new RunSpec { Checkpoint = new CheckpointSpec { EverySteps = 2, KeepLast = 1, KeepBest = 1000 } } };
        var unread = new List<string>();
        Run(recipe, From(0), observer: new Watcher
        {
            Step = _ =>
            {
                foreach (string weights in CheckpointSeries.In(From(0)).Skip(1).Select(found => Path.Combine(found.Folder, "model.safetensors")).Where(File.Exists))
                {
                    File.Delete(weights);
                    unread.Add(Path.GetDirectoryName(weights)!);
                }
            },
        });

        Assert.NotEmpty(unread);
        Assert.All(unread, folder => Assert.True(Directory.Exists(folder), folder));
    }

    [Fact]
    public void Safetensors_files_depend_on_the_recipe_alone()
    {
        Run(Mlp, From(0));
        Run(Mlp, From(1));

        Assert.Equal(Tensors(From(0)), Tensors(From(1)));
        static string[] Tensors(string folder) => [.. Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(folder, file) + Convert.ToHexString(File.ReadAllBytes(file)))];
    }

    [Fact]
    public void Saving_and_resuming_leaves_no_tensor_behind()
    {
        Run(Mlp, From(0));
        CopyUpTo(3);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run(Mlp, CopyUpTo(4));

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private string From(int number) => Path.Combine(_folder.FullName, $"run{number}");

    private static void Stop(bool now, CancellationTokenSource source)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    /// <summary>The folder as it was when that step's checkpoint was the newest.</summary>
    private string CopyUpTo(long step)
    {
        string copy = Path.Combine(_folder.FullName, $"upto{step}");
        foreach ((string folder, _) in CheckpointSeries.In(From(0)).Where(found => found.Step <= step && found.Step > step - 2))
        {
            string to = Directory.CreateDirectory(Path.Combine(copy, Path.GetFileName(folder))).FullName;
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
            }
        }

        return copy;
    }

    private static void Damage(string file, string damage)
    {
        byte[] bytes = File.ReadAllBytes(file);
        switch (damage)
        {
            case "missing":
                File.Delete(file);
                return;
            case "one byte flipped":
                bytes[bytes.Length / 2] ^= 0x20;
                break;
            default:
                bytes = bytes[..(damage == "empty" ? 0 : damage == "half" ? bytes.Length / 2 : bytes.Length - 1)];
                break;
        }

        File.WriteAllBytes(file, bytes);
    }

    private static Outcome Run(
        Recipe recipe, string folder, CancellationTokenSource? stop = null, Watcher? observer = null, Action<RecipeException>? refused = null)
    {
        using var store = new MemoryRunStore();
        using IRunWriter writer = store.Begin(new RunStart { RecipeJson = "{}", Fingerprint = "" });
        using Trainer trainer = Trainer.Resume(recipe, folder, refused: refused);
        trainer.Observers.Add(new RunRecorder(writer));
        if (observer is not null)
        {
            trainer.Observers.Add(observer);
        }

        RunReport report = trainer.Run(stop?.Token ?? TestContext.Current.CancellationToken);
        return new Outcome(
            report,
            Recipes.Weights(trainer.Session),
            [.. store.Summaries(writer.Id).Where(curve => curve.Key != "epoch/samples-per-second").SelectMany(curve => store.Metric(writer.Id, curve.Key).Select(point => (curve.Key, point.Step, point.Value)))],
            trainer.ResumedFrom);
    }

    private sealed record Outcome(RunReport Report, byte[] Weights, (string Key, long Step, double Value)[] Rows, long? ResumedFrom);
}
