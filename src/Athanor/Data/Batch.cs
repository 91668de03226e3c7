using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Athanor.Data;

/// <summary>Named tensors whose first axis counts samples: what a data set yields, a model reads and a loss judges.</summary>
/// <remarks>The batch does not own its tensors: the dispose scope in which they were made does.</remarks>
public sealed class Batch
{
    private readonly Dictionary<string, Tensor> _fields;

    /// <summary>A batch of <paramref name="size"/> samples.</summary>
    public Batch(long size, IEnumerable<KeyValuePair<string, Tensor>> fields)
    {
        Size = size;
        _fields = new(fields, StringComparer.Ordinal);
    }

    /// <summary>How many samples this is.</summary>
    public long Size { get; }

    /// <summary>The fields' names.</summary>
    public IReadOnlyCollection<string> Names => _fields.Keys;

    /// <summary>The tensors, in the order of <see cref="Names"/>.</summary>
    internal IReadOnlyCollection<Tensor> Tensors => _fields.Values;

    /// <summary>What the model reads, [samples, …].</summary>
    public Tensor Inputs => this[BatchFields.Inputs];

    /// <summary>What the model should answer: class indexes (int64, [samples]) or values (float, [samples, …]).</summary>
    public Tensor Target => this[BatchFields.Target];

    /// <summary>0/1 by place, or null where every place counts.</summary>
    public Tensor? Mask => Find(BatchFields.Mask);

    /// <summary>Weight by sample, or null where all weigh 1.</summary>
    public Tensor? Weight => Find(BatchFields.Weight);

    /// <summary>Length by sample (int64), or null where all are as long as the tensor.</summary>
    public Tensor? Lengths => Find(BatchFields.Lengths);

    /// <summary>Index of each sample in its data set (int64), or null.</summary>
    public Tensor? SampleIndex => Find(BatchFields.SampleIndex);

    /// <summary>The field called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">The batch has no such field; the message lists those that it has.</exception>
    public Tensor this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"the batch has no '{name}'; it has {string.Join(", ", _fields.Keys)}");

    /// <summary>The field called <paramref name="name"/>, or null.</summary>
    public Tensor? Find(string name) => _fields.GetValueOrDefault(name);

    /// <summary>Whether there is a field called <paramref name="name"/>.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => _fields.TryGetValue(name, out tensor);

    /// <summary>The same batch with <paramref name="name"/> set to <paramref name="tensor"/>.</summary>
    public Batch With(string name, Tensor tensor) =>
        new(Size, new Dictionary<string, Tensor>(_fields, StringComparer.Ordinal) { [name] = tensor });

    /// <summary>The same batch on <paramref name="device"/>; tensors that are there already are shared.</summary>
    public Batch To(Device device) => new(Size, _fields.Select(f => new KeyValuePair<string, Tensor>(f.Key, f.Value.to(device))));

    /// <summary>Frees the tensors of a batch that no dispose scope owns.</summary>
    internal void Free()
    {
        foreach (Tensor tensor in _fields.Values)
        {
            tensor.Dispose();
        }
    }
}
