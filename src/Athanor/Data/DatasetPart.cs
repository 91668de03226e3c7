using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>One part of a split. Of in-memory data a copy, gathered and standardized once; of other data a view that does so batch by batch.</summary>
internal static class DatasetPart
{
    /// <summary>The samples of <paramref name="whole"/> at <paramref name="indices"/>.</summary>
    public static Dataset Of(Dataset whole, long[] indices, Standardizer? standardizer, bool withIndex)
    {
        var view = new View(whole, indices, standardizer, withIndex);
        if (whole is not TensorDataset)
        {
            return view;
        }

        using IDisposable scope = NewDisposeScope();
        using (view)
        {
            Batch all = view.Gather(HostTensor.Of<long>(EpochOrder.Sequence(indices.Length), ScalarType.Int64, indices.Length));
            return new TensorDataset(all.Names.Select(name => new KeyValuePair<string, Tensor>(name, all[name])));
        }
    }

    private sealed class View(Dataset whole, long[] indices, Standardizer? standardizer, bool withIndex) : Dataset
    {
        private readonly Subset _samples = new(whole, indices);

        public override long Count => _samples.Count;

        public override IReadOnlyCollection<string> Fields => withIndex ? [.. _samples.Fields, BatchFields.SampleIndex] : _samples.Fields;

        public override int PrefetchByDefault => _samples.PrefetchByDefault;

        public override Batch Gather(Tensor indices)
        {
            Batch batch = _samples.Gather(indices);
            batch = standardizer?.Apply(batch) ?? batch;
            return withIndex ? batch.With(BatchFields.SampleIndex, _samples.InWhole(indices)) : batch;
        }

        public override IReadOnlyList<long>? ClassLabels() => _samples.ClassLabels();

        protected override void Dispose(bool disposing)
        {
            _samples.Dispose();
            base.Dispose(disposing);
        }
    }
}
