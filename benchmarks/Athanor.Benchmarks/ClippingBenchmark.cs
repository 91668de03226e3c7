using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>Steps with each way of clipping against the same steps without, which measure the norms all the same.</summary>
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
        (string Name, ClippingSpec Clipping)[] ways =
        [
            ("by norm", new ClipByNorm()), ("by value", new ClipByValue()), ("adaptive", new ClipAdaptive()), ("autoclip", new AutoClip()), ("zclip", new ZClip()),
        ];
        foreach ((string name, ClippingSpec clipping) in ways)
        {
            using var on = new TrainingSession(without with { Clipping = clipping }, task, plan);
            var rounds = new Rounds(("clipping off", () => Train(off, batches)), (name, () => Train(on, batches)));
            rounds.Measure(rounds: 25);
            rounds.Print();
            rounds.PrintRatio(name, "clipping off", "reported");
        }
    }

    private static void Train(TrainingSession session, Batch[] batches)
    {
        foreach (Batch batch in batches)
        {
            session.Step(batch);
        }
    }
}
