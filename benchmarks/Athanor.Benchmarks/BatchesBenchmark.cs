using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Benchmarks;

/// <summary>An epoch of shuffled batches of 64 over 60,000×784 floats in memory, against TorchSharp's data loader over the same tensors.</summary>
internal static class BatchesBenchmark
{
    private const int Rows = 60_000;
    private const int BatchSize = 64;

    public static void Run()
    {
        foreach (int threads in (int[])[1, 2])
        {
            set_num_threads(threads);
            Console.WriteLine($"threads {threads}, {Rows}×784 floats, batch {BatchSize}");
            Compare();
        }
    }

    private static void Compare()
    {
        using var scope = NewDisposeScope();
        Tensor inputs = randn(Rows, 784);
        Tensor target = randint(10, Rows);
        using var loader = utils.data.DataLoader(new Rowwise(inputs.alias(), target.alias()), BatchSize, shuffle: true);
        using var data = new TensorDataset(inputs, target);
        var batches = new Batches(data, BatchSize);
        long epoch = 0;
        var rounds = new Rounds(
            ("TorchSharp DataLoader", () =>
            {
                foreach (Dictionary<string, Tensor> batch in loader)
                {
                    Take(batch.Count);
                }
            }
        ),
            ("Batches", () =>
            {
                foreach (Batch batch in batches.Epoch(epoch++))
                {
                    Take(batch.Size);
                }
            }
        ));
        rounds.Measure(rounds: 7);
        rounds.Print();
        rounds.PrintRatio("TorchSharp DataLoader", "Batches", "at least 10");
    }

    private static void Take(long size) => ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);

    private sealed class Rowwise(Tensor inputs, Tensor target) : utils.data.Dataset
    {
        public override long Count => Rows;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["inputs"] = inputs[index], ["target"] = target[index] };
    }
}
