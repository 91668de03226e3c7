using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>Cuts a data set into batches, epoch by epoch; what an epoch yields depends on (seed, epoch) alone, wherever it begins.</summary>
/// <remarks>
/// In-memory data are gathered where they are asked for: a batch of 64×784 takes less time than handing it from thread to thread. Other data sets
/// are read ahead on another thread (see <see cref="Dataset.PrefetchByDefault"/>), which changes no result.
/// </remarks>
public sealed class Batches
{
    private readonly Dataset _dataset;
    private readonly SamplerSpec _sampler;
    private readonly long _seed;
    private readonly long _size;
    private readonly int _prefetch;
    private readonly IReadOnlyList<long>? _labels;

    /// <summary>Batches of <paramref name="dataset"/>, which the caller goes on owning.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples a batch, or null for all in one.</param>
    /// <param name="sampler">The order; shuffled where null.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="dropLast">Whether a last batch that is smaller than the others is left out.</param>
    /// <param name="prefetch">How many batches to make ahead on another thread; 0 for none, null for what suits the data set.</param>
    /// <exception cref="RecipeException">The batch size is below 1, or nothing is left to train on.</exception>
    public Batches(Dataset dataset, long? batchSize = null, SamplerSpec? sampler = null, long seed = 0, bool dropLast = false, int? prefetch = null)
    {
        if (batchSize is < 1)
        {
            throw new RecipeException("out-of-range", "batchSize", $"{batchSize} is less than 1; give a number of samples, or full");
        }

        _dataset = dataset;
        _sampler = sampler ?? new ShuffleSampler();
        _seed = seed;
        _size = Math.Max(1, Math.Min(batchSize ?? dataset.Count, dataset.Count));
        _prefetch = prefetch ?? dataset.PrefetchByDefault;
        _labels = _sampler.ReadsLabels ? dataset.ClassLabels() : null;

        bool dropsAll = dropLast && batchSize > dataset.Count;
        Count = dropsAll ? 0 : dropLast ? dataset.Count / _size : (dataset.Count + _size - 1) / _size;
        SamplesPerEpoch = dropLast ? Count * _size : dataset.Count;
        if (Count == 0)
        {
            throw new RecipeException("no-batch", dropsAll ? "dropLast" : "batchSize", dropsAll
                ? $"{dataset.Count} samples don't fill a batch of {batchSize}, and the last is dropped: nothing is left"
                : "there is no sample to make a batch of");
        }
    }

    /// <summary>Batches an epoch.</summary>
    public long Count { get; }

    /// <summary>Samples an epoch: all, or with the last batch dropped those that fill batches.</summary>
    public long SamplesPerEpoch { get; }

    /// <summary>The batches of <paramref name="epoch"/>, the first left out being those before <paramref name="from"/>.</summary>
    /// <remarks>A batch lives until the next one is asked for, whatever dispose scopes are opened and closed meanwhile; then its tensors are freed.</remarks>
    /// <param name="epoch">Which epoch, from 0.</param>
    /// <param name="from">The cursor: how many batches of the epoch have been used already.</param>
    /// <param name="cancellation">Ends the sequence with <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<Batch> Epoch(long epoch, long from = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return _prefetch > 0
            ? BatchPrefetch.Run(Made(epoch, from, cancellation), _prefetch, cancellation)
            : Lent(Made(epoch, from, cancellation));
    }

    /// <summary>The batches, each belonging to whoever asks for it.</summary>
    private IEnumerable<Batch> Made(long epoch, long from, CancellationToken cancellation)
    {
        long[] sequence = _sampler.Order(_seed, epoch, _dataset.Count, _labels);
        using Tensor order = HostTensor.Of<long>(sequence, ScalarType.Int64, sequence.Length).DetachFromDisposeScope();
        for (long batch = from; batch < Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = batch * _size;
            yield return Gather(order, start, Math.Min(_size, SamplesPerEpoch - start));
        }
    }

    private Batch Gather(Tensor order, long start, long length)
    {
        using IDisposable scope = NewDisposeScope();
        Batch batch = _dataset.Gather(order.narrow(0, start, length));
        foreach (Tensor tensor in batch.Tensors)
        {
            tensor.DetachFromDisposeScope();
        }

        return batch;
    }

    private static IEnumerable<Batch> Lent(IEnumerable<Batch> made)
    {
        foreach (Batch batch in made)
        {
            try
            {
                yield return batch;
            }
            finally
            {
                batch.Free();
            }
        }
    }
}
