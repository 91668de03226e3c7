using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>A map-style data set: samples known by index, each made of the same named fields.</summary>
public abstract class Dataset : IDisposable
{
    /// <summary>How many samples there are.</summary>
    public abstract long Count { get; }

    /// <summary>The samples' fields.</summary>
    public abstract IReadOnlyCollection<string> Fields { get; }

    /// <summary>The samples at <paramref name="indices"/> (int64, [n], on the CPU) as one batch. The current dispose scope owns the tensors.</summary>
    /// <remarks>May be called on another thread than the last, but never on two at once.</remarks>
    public abstract Batch Gather(Tensor indices);

    /// <summary>How many batches are worth making ahead on another thread; 0 where gathering one costs no more than handing it over.</summary>
    public virtual int PrefetchByDefault => 2;

    /// <summary>Each sample's class, for stratified splits and balanced sampling; null where samples have none or to know them would take reading all.</summary>
    public virtual IReadOnlyList<long>? ClassLabels() => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the tensors.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
