using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>Chosen samples of a data set, in a given order; the data set is shared, not owned.</summary>
public sealed class Subset : Dataset
{
    private readonly Dataset _whole;
    private readonly long[] _members;
    private readonly Tensor _indices;

    /// <summary>The samples of <paramref name="whole"/> at <paramref name="indices"/>; one may stand there twice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of the data set's.</exception>
    public Subset(Dataset whole, IReadOnlyList<long> indices)
    {
        _whole = whole;
        _members = [.. indices];
        foreach (long index in _members)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, whole.Count, nameof(indices));
        }

        _indices = HostTensor.Of<long>(_members, ScalarType.Int64, _members.Length).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override long Count => _members.Length;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => _whole.Fields;

    /// <inheritdoc/>
    public override int PrefetchByDefault => _whole.PrefetchByDefault;

    /// <summary>The samples' indices in the whole, in this data set's order.</summary>
    public IReadOnlyList<long> Indices => _members;

    /// <inheritdoc/>
    public override Batch Gather(Tensor indices)
    {
        using Tensor inWhole = InWhole(indices);
        return _whole.Gather(inWhole);
    }

    /// <summary>The indices in the whole (int64, [n]) of this data set's <paramref name="indices"/>.</summary>
    internal Tensor InWhole(Tensor indices) => _indices.index_select(0, indices);

    /// <inheritdoc/>
    public override IReadOnlyList<long>? ClassLabels() =>
        _whole.ClassLabels() is { } labels ? [.. _members.Select(i => labels[(int)i])] : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _indices.Dispose();
        base.Dispose(disposing);
    }
}
