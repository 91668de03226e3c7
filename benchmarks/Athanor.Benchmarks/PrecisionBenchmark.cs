using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Native;
using Athanor.Optimization;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>Training steps of a transformer's feed-forward block, 1024→4096→1024, in fp32 against bf16.</summary>
internal static class PrecisionBenchmark
{
    private const int Width = 1024;
    private const int Tokens = 512;

    public static void Run()
    {
        NativeReport native = NativeReport.Make();
        string[] units = [.. native.CpuFeatures.Where(feature => feature.Value && feature.Key.EndsWith("bf16", StringComparison.Ordinal)).Select(feature => feature.Key)];
        string aim = units.Length > 0 ? $"at least 1.6: the processor has {string.Join(", ", units)}" : "reported: the processor has no bfloat16 units";
        foreach (int threads in (int[])[1, 2])
        {
            Console.WriteLine($"threads {threads}, layer norm → {Width}→{4 * Width} → gelu → {4 * Width}→{Width} + shortcut, {Tokens} tokens, step with AdamW");
            Compare(threads, aim);
        }
    }

    private static void Compare(int threads, string aim)
    {
        using var scope = NewDisposeScope();
        var task = new TaskInfo(TaskKind.Regression, [Width], Width);
        var batch = new Batch(Tokens, [new(BatchFields.Inputs, randn(Tokens, Width)), new(BatchFields.Target, randn(Tokens, Width))]);
        Recipe recipe = new()
        {
            Data = new Blobs(),
            Model = ModelSpec.Custom("feed-forward", new { width = Width }, options => new FeedForward(options.width)),
            Loss = new MseLoss(),
            Optimizer = new AdamW(),
            BatchSize = Tokens,
            Threads = threads,
        };
        var plan = TrainingPlan.Of(recipe, 1000L * Tokens);
        using var fp32 = new TrainingSession(recipe, task, plan);
        using var bf16 = new TrainingSession(recipe with { Precision = new Bf16() }, task, plan);
        var rounds = new Rounds(("fp32", () => fp32.Step(batch)), ("bf16", () => bf16.Step(batch)));
        rounds.Measure(rounds: 15);
        rounds.Print();
        rounds.PrintRatio("fp32", "bf16", aim);
    }

    private sealed class FeedForward : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LayerNorm _norm;
        private readonly TorchSharp.Modules.Linear _up;
        private readonly TorchSharp.Modules.Linear _down;

        public FeedForward(long width)
            : base(nameof(FeedForward))
        {
            (_norm, _up, _down) = (nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.Linear(4 * width, width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input + _down.call(nn.functional.gelu(_up.call(_norm.call(input))));
    }
}
