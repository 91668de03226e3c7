using Athanor.Data;
using Athanor.Models;
using Athanor.Native;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>What an mlp of 24 blocks keeps for backward, and how long forward and backward take, with activation checkpointing against without.</summary>
internal static class CheckpointingBenchmark
{
    private const int Width = 256;
    private const int Samples = 256;

    public static void Run()
    {
        set_num_threads(1);
        foreach (double dropout in (double[])[0, 0.1])
        {
            Compare(new MlpSpec { Hidden = [.. Enumerable.Repeat(Width, 48)], Residual = true, Dropout = dropout });
        }
    }

    private static void Compare(MlpSpec spec)
    {
        using var scope = NewDisposeScope();
        using var plain = Build(spec);
        using var checkpointed = Build(spec with { CheckpointActivations = true });
        Tensor input = randn(Samples, Width);
        Console.WriteLine($"threads 1, 24 residual blocks of 2 layers of {Width}, batch {Samples}, dropout {spec.Dropout}");
        var rounds = new Rounds(("plain", () => Train(plain, input)), ("checkpointed", () => Train(checkpointed, input)));
        rounds.Measure(rounds: 25);
        rounds.Print();
        rounds.PrintRatio("checkpointed", "plain", "reported");
        (long without, long with) = (Kept(plain, input), Kept(checkpointed, input));
        Console.WriteLine($"  kept by forward: {without:N0} bytes, checkpointed {with:N0}: {1 - ((double)with / without):P1} less (at least 60 %)");
    }

    private static nn.Module<Tensor, Tensor> Build(MlpSpec spec) =>
        (nn.Module<Tensor, Tensor>)spec.Build(new TaskInfo(TaskKind.MultiClass, [Width], 10), RecipePath.Root);

    private static void Train(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        model.call(input).square().sum().backward();
        model.zero_grad();
    }

    private static long Kept(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        long before = NativeHeap.BytesInUse() ?? throw new PlatformNotSupportedException("needs glibc's mallinfo2");
        Tensor loss;
        using (DisposeScope forward = NewDisposeScope())
        {
            loss = model.call(input).square().sum().MoveToOuterDisposeScope();
        }

        return NativeHeap.BytesInUse()!.Value - before;
    }
}
