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
    public abstract Batch Gather(Tensor indices);

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
