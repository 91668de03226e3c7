using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>Steps with clipping by norm against the same steps without, which measure the norms all the same.</summary>
internal static class ClippingBenchmark
{
    private const int BatchSize = 64;
    private const int Batches = 100;

    public static void Run()
    {
        Console.WriteLine($"threads 1, 784-256-256-10, {Batches} steps of batch {BatchSize}");
        using var scope = NewDisposeScope();
        var task = new TaskInfo(TaskKind.MultiClass, [784], 10);
        Batch[] batches = [.. Enumerable.Range(0, Batches).Select(_ => new Batch(BatchSize,
            [new(BatchFields.Inputs, randn(BatchSize, 784)), new(BatchFields.Target, randint(10, BatchSize))]))];
        Recipe without = new()
        {
            Data = new StrokeDigits(),
            Model = new MlpSpec { Hidden = [256, 256] },
            Loss = new CrossEntropy(),
            Optimizer = new AdamW(),
            BatchSize = BatchSize,
        };
        var plan = TrainingPlan.Of(without, Batches * BatchSize, 0, 0);
        using var off = new TrainingSession(without, task, plan);
        using var on = new TrainingSession(without with { Clipping = new ClipByNorm() }, task, plan);
        var rounds = new Rounds(("clipping off", () => Train(off, batches)), ("clipping on", () => Train(on, batches)));
        rounds.Measure(rounds: 25);
        rounds.Print();
        rounds.PrintRatio("clipping on", "clipping off", "reported");
    }

    private static void Train(TrainingSession session, Batch[] batches)
    {
        foreach (Batch batch in batches)
        {
            session.Step(batch);
        }
    }
}
