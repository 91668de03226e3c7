using System.Diagnostics;
using Athanor.Activations;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Studies;
using Athanor.Tracking;
using Athanor.Training;

namespace Athanor.Benchmarks;

/// <summary>A study's wall time against its trials' training time: what starting workers, making data, evaluating, recording and the statistics add.</summary>
/// <remarks>The program is started again as its own workers, which come here too and serve.</remarks>
internal static class StudyBenchmark
{
    private const int Workers = 2;
    private const int Seeds = 9;

    public static void Run()
    {
        var recipe = new Recipe
        {
            Data = new StrokeDigits { Samples = 4000 },
            Model = new MlpSpec { Hidden = [.. Enumerable.Repeat(64, 20)], Activation = new Sigmoid() },
            Loss = new CrossEntropy(),
            Optimizer = new Sgd { Lr = 0.01, Momentum = 0.9 },
            BatchSize = 64,
            Epochs = 10,
        };
        AblationStudy study = new AblationStudy("benchmark", recipe)
            .Component("relu", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }))
            .Component("batchNorm", r => r.WithModel<MlpSpec>(m => m with { Normalization = new BatchNorm() }))
            .Component("clipping", r => r with { Clipping = new ClipByNorm() });

        string folder = Directory.CreateTempSubdirectory("athanor-").FullName;
        try
        {
            using var store = new SqliteRunStore(Path.Combine(folder, "runs.db"));
            long start = Stopwatch.GetTimestamp();
            StudyResult result = study.RunAsync(seeds: Seeds, options: new StudyOptions { Store = store, Workers = Workers }).GetAwaiter().GetResult();
            double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double training = Enumerable.Range(0, result.Plan.Variants.Count).Sum(variant => result.TrialsOf(variant).Sum(trial => trial.Seconds));
            Console.WriteLine($"study of {result.Trained} trials, {Workers} workers: {wall:F1} s; training {training:F1} s, a worker {training / Workers:F1} s");
            Console.WriteLine($"  (wall − 5 s) / training a worker: {(wall - 5) / (training / Workers):F2} (at most 1.15)");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
