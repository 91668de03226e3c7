using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>A data set that is in memory: named tensors whose first axis counts the samples.</summary>
/// <remarks>Owns its tensors. A batch of it costs one <c>index_select</c> a field and shares no memory with it.</remarks>
public sealed class TensorDataset : Dataset
{
    private readonly KeyValuePair<string, Tensor>[] _fields;

    /// <summary>Takes over <paramref name="fields"/>: CPU tensors of which no dispose scope is the owner any more.</summary>
    /// <exception cref="ArgumentException">There is no field, or two differ in their number of samples.</exception>
    public TensorDataset(IEnumerable<KeyValuePair<string, Tensor>> fields)
    {
        _fields = [.. fields.Select(f => new KeyValuePair<string, Tensor>(f.Key, f.Value.DetachFromDisposeScope()))];
        if (_fields.Length == 0)
        {
            throw new ArgumentException("a data set needs at least one field", nameof(fields));
        }

        Count = _fields[0].Value.shape[0];
        foreach ((string name, Tensor tensor) in _fields)
        {
            if (tensor.shape[0] != Count)
            {
                throw new ArgumentException($"field '{name}' has {tensor.shape[0]} samples, '{_fields[0].Key}' has {Count}", nameof(fields));
            }
        }

        Fields = [.. _fields.Select(f => f.Key)];
    }

    /// <summary>Inputs and targets, taken over as by the other constructor.</summary>
    public TensorDataset(Tensor inputs, Tensor target)
        : this([new(BatchFields.Inputs, inputs), new(BatchFields.Target, target)])
    {
    }

    /// <inheritdoc/>
    public override long Count { get; }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields { get; }

    /// <inheritdoc/>
    public override int PrefetchByDefault => 0;

    /// <inheritdoc/>
    public override Batch Gather(Tensor indices) =>
        new(indices.shape[0], _fields.Select(f => new KeyValuePair<string, Tensor>(f.Key, f.Value.index_select(0, indices))));

    /// <inheritdoc/>
    /// <remarks>Known where the target is int64 with one value a sample, or holds one value a sample that is always 0 or 1.</remarks>
    public override IReadOnlyList<long>? ClassLabels()
    {
        Tensor? target = Array.Find(_fields, f => f.Key == BatchFields.Target).Value;
        if (target is null || target.numel() != Count)
        {
            return null;
        }

        using IDisposable scope = NewDisposeScope();
        if (target.dtype != ScalarType.Int64 && !((target == 0) | (target == 1)).all().item<bool>())
        {
            return null;
        }

        return HostTensor.Values<long>(target.to_type(ScalarType.Int64).contiguous()).ToArray();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach ((_, Tensor tensor) in _fields)
        {
            tensor.Dispose();
        }

        base.Dispose(disposing);
    }
}
