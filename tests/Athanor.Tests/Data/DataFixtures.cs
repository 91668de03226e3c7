using Athanor.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Data;

/// <summary>Small data sets to test with, and a count of the tensors that are alive.</summary>
internal static class DataFixtures
{
    /// <summary>Inputs [n, 2] = (i, −i) and class i mod <paramref name="classes"/>.</summary>
    public static TensorDataset Numbered(int count, int classes = 3)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor index = arange(count, ScalarType.Float32);
        return new TensorDataset(stack([index, -index], 1), arange(count, ScalarType.Int64).remainder(classes));
    }

    /// <summary>The same, as data that want to be read ahead.</summary>
    public static Dataset Slow(int count, Action<long>? onGather = null) => new SlowDataset(count, onGather);

    /// <summary>Each sample's number, from its inputs.</summary>
    public static long[] Numbers(Batch batch)
    {
        using IDisposable scope = NewDisposeScope();
        return [.. batch.Inputs.select(1, 0).to_type(ScalarType.Int64).data<long>()];
    }

    /// <summary>Tensors that were made on this thread and not freed yet.</summary>
    public static long Alive => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>An epoch's batches, until the test is cancelled.</summary>
    public static IEnumerable<Batch> Read(this Batches batches, long epoch, long from = 0) =>
        batches.Epoch(epoch, from, TestContext.Current.CancellationToken);

    public static DataContext Context { get; } = new(Directory.GetCurrentDirectory());

    private sealed class SlowDataset(int count, Action<long>? onGather) : Dataset
    {
        private readonly TensorDataset _inner = Numbered(count);

        public override long Count => count;

        public override IReadOnlyCollection<string> Fields => _inner.Fields;

        public override Batch Gather(Tensor indices)
        {
            onGather?.Invoke(indices.shape[0]);
            return _inner.Gather(indices);
        }

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
