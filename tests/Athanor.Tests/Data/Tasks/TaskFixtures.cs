using System.Security.Cryptography;
using Athanor.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Data.Tasks;

internal static class TaskFixtures
{
    /// <summary>SHA-256 of the bytes of all fields of the first samples.</summary>
    public static string Hash(Dataset data, long? first = null)
    {
        using IDisposable scope = NewDisposeScope();
        Batch batch = data.Gather(arange(first ?? data.Count, ScalarType.Int64));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in batch.Names.Order(StringComparer.Ordinal))
        {
            hash.AppendData(batch[name].bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    /// <summary>Test accuracy of 64-64 ReLU, AdamW 1e-3, 10 epochs of batches of 64.</summary>
    public static double MlpAccuracy(DataSplit split, int seed)
    {
        using IDisposable scope = NewDisposeScope();
        manual_seed(seed);
        long width = split.Task.InputShape.Aggregate(1L, (a, b) => a * b);
        var net = Sequential(Flatten(), Linear(width, 64), ReLU(), Linear(64, 64), ReLU(), Linear(64, split.Task.Outputs));
        var optimizer = optim.AdamW(net.parameters(), 1e-3, weight_decay: 0);
        var batches = new Batches(split.Training, 64, seed: seed);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            foreach (Batch batch in batches.Read(epoch))
            {
                using IDisposable step = NewDisposeScope();
                optimizer.zero_grad();
                functional.cross_entropy(net.forward(batch.Inputs), batch.Target).backward();
                optimizer.step();
            }
        }

        using IDisposable noGrad = no_grad();
        Batch test = split.Test!.Gather(arange(split.Test.Count, ScalarType.Int64));
        return net.forward(test.Inputs).argmax(1).eq(test.Target).to_type(ScalarType.Float64).mean().item<double>();
    }
}
