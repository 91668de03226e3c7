using Athanor.Optimization;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Athanor.Benchmarks;

/// <summary>AdamW against TorchSharp's, and clipping by norm with AdamW against a copy that streams the same bytes.</summary>
internal static class OptimizerBenchmark
{
    private const int Tensors = 60;
    private const int Side = 512;
    private const long Weights = (long)Tensors * Side * Side;

    public static void Run()
    {
        foreach (int threads in (int[])[1, 2])
        {
            set_num_threads(threads);
            Console.WriteLine($"threads {threads}, {Tensors} tensors of {Side}×{Side}");
            Compare();
        }
    }

    private static void Compare()
    {
        using var scope = NewDisposeScope();
        Parameter[] ours = Parameters();
        Parameter[] theirs = Parameters();
        using Optimizer optimizer = new AdamW().Build(ours);
        using var torchSharp = TorchSharp.torch.optim.AdamW(theirs);
        using var update = new UpdateStep(optimizer, new ClipByNorm(), new NoRegularization());
        Tensor count = ones(1)[0];

        // 28 bytes a weight are read or written by AdamW, 4 read for the norm; a copy reads and writes each of its bytes.
        Tensor source = ones(Weights * 4);
        Tensor target = zeros(Weights * 4);
        var rounds = new Rounds(
            ("TorchSharp AdamW", () => torchSharp.step()),
            ("AdamW", () => optimizer.Step()),
            ("clip by norm + AdamW", () => update.Apply(1e-3, count)),
            ("copy of 32 B/weight", () => target.copy_(source)));
        rounds.Measure(rounds: 15);
        rounds.Print();
        rounds.PrintRatio("TorchSharp AdamW", "AdamW", "at least 30");
        rounds.PrintRatio("clip by norm + AdamW", "copy of 32 B/weight", "at most 1.5");
    }

    private static Parameter[] Parameters()
    {
        var parameters = new Parameter[Tensors];
        for (int i = 0; i < Tensors; i++)
        {
            parameters[i] = new Parameter(randn(Side, Side)) { grad = randn(Side, Side) };
        }

        return parameters;
    }
}
