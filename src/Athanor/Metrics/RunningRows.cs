using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Rows that are kept as they are, for figures that need all of them at once, such as ranks.</summary>
public sealed class RunningRows : ISavedState, IDisposable
{
    private const string Rows = "rows";

    private readonly List<Tensor> _chunks = [];

    /// <summary>Keeps a copy of <paramref name="rows"/>, [rows, …], on its device. The shape behind the first axis and the type are those of all rows.</summary>
    public void Add(Tensor rows)
    {
        if (rows.shape[0] > 0)
        {
            _chunks.Add(rows.detach().clone().DetachFromDisposeScope());
        }
    }

    /// <summary>All rows in the order in which they came, on the CPU, or null where there are none. The caller's dispose scope does not own them.</summary>
    public Tensor? All()
    {
        if (_chunks.Count is 0 || (_chunks.Count == 1 && _chunks[0].device_type == TorchSharp.DeviceType.CPU))
        {
            return _chunks.Count == 0 ? null : _chunks[0];
        }

        using var scope = NewDisposeScope();
        Tensor all = cat([.. _chunks.Select(chunk => chunk.cpu())]).DetachFromDisposeScope();
        Dispose();
        _chunks.Add(all);
        return all;
    }

    /// <inheritdoc/>
    public SavedState SaveState()
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (All() is { } all)
        {
            tensors.Add(Rows, all);
        }

        return new() { Tensors = tensors };
    }

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        Dispose();
        if (state.Tensors.TryGetValue(Rows, out Tensor? rows))
        {
            Add(rows);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunks.ForEach(chunk => chunk.Dispose());
        _chunks.Clear();
    }
}
