using System.Diagnostics;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tracking;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>A whole epoch of <see cref="Trainer"/>, with everything on that is on by default, against forward and backward alone.</summary>
internal static class EpochBenchmark
{
    private const int Rounds = 15;

    public static void Run()
    {
        foreach (int threads in (int[])[1, 2])
        {
            Compare("784-256-256-10, batch 64", threads, rows: 15_000, batchSize: 64, [784, 256, 256, 10], threads == 1 ? "at most 1.35" : "at most 1.5");
            Compare("20 layers of 64, batch 32", threads, rows: 7_500, batchSize: 32, [784, .. Enumerable.Repeat(64, 20), 10], "at most 1.5");
        }
    }

    private static void Compare(string net, int threads, int rows, int batchSize, int[] sizes, string aim)
    {
        Console.WriteLine($"threads {threads}, {net}, {rows} rows");
        using var scope = NewDisposeScope();
        manual_seed(0);
        Tensor inputs = randn(rows, sizes[0]);
        Tensor target = randint(sizes[^1], rows);
        using var yardstick = new Yardstick(inputs, target, batchSize, sizes);
        using var data = new DataSplit(new TaskInfo(TaskKind.MultiClass, [sizes[0]], sizes[^1]), new TensorDataset(inputs, target));
        var recipe = new Recipe
        {
            Data = new StrokeDigits(),
            Model = new MlpSpec { Hidden = [.. sizes[1..^1]] },
            Loss = new CrossEntropy(),
            Optimizer = new AdamW(),
            Clipping = new ClipByNorm(),
            BatchSize = batchSize,
            Threads = threads,
            Epochs = Rounds + 2,
        };

        string folder = Directory.CreateTempSubdirectory("athanor-").FullName;
        try
        {
            using var store = new SqliteRunStore(Path.Combine(folder, "runs.db"));
            using IRunWriter writer = store.Begin(new RunStart { RecipeJson = SpecWriter.ToJson(recipe), Fingerprint = recipe.Fingerprint() });
            using var trainer = new Trainer(recipe, data);
            var times = new AlternatingEpochs(yardstick.Run);
            trainer.Observers.Add(new ProgressLine());
            trainer.Observers.Add(new RunRecorder(writer));
            trainer.Observers.Add(times);
            trainer.Run();
            times.Print(aim);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a terminal's progress costs: a look at each step, a line ten times a second.</summary>
    private sealed class ProgressLine : ITrainingObserver
    {
        private long _shown = Stopwatch.GetTimestamp();

        public string Text { get; private set; } = "";

        public void OnStep(StepReport report)
        {
            if (Stopwatch.GetElapsedTime(_shown).TotalMilliseconds >= 100)
            {
                _shown = Stopwatch.GetTimestamp();
                Text = $"epoch {report.Epoch} step {report.Step} loss {report.Loss:F4} gradient {report.GradientNorm:F3}";
            }
        }
    }

    /// <summary>Times an epoch, then the yardstick, then the next epoch: what slows the machine slows both.</summary>
    private sealed class AlternatingEpochs(Action yardstick) : ITrainingObserver
    {
        private readonly RoundTimes _times = new();
        private long _start;

        public void OnStart(TrainingPlan plan) => Begin(measured: false);

        public void OnEpoch(EpochReport report)
        {
            if (report.Epoch > 0)
            {
                _times.Add("trainer epoch", Stopwatch.GetElapsedTime(_start));
            }

            Begin(measured: report.Epoch < Rounds);
        }

        public void Print(string aim)
        {
            _times.Print();
            _times.PrintRatio("trainer epoch", "forward + backward", aim);
        }

        private void Begin(bool measured)
        {
            long start = Stopwatch.GetTimestamp();
            yardstick();
            if (measured)
            {
                _times.Add("forward + backward", Stopwatch.GetElapsedTime(start));
            }

            _start = Stopwatch.GetTimestamp();
        }
    }
}
