using Athanor.Persistence;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Sums in double precision of any shape, such as counts by class; they stay on the device of what is added.</summary>
/// <param name="shape">The shape of what is added.</param>
public sealed class RunningTable(params long[] shape) : ISavedState, IDisposable
{
    private const string Sums = "sums";

    private Tensor? _sums;

    /// <summary>Adds a tensor of the table's shape, whose gradient is left alone.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public void Add(Tensor terms)
    {
        if (!terms.shape.AsSpan().SequenceEqual(shape))
        {
            throw new ArgumentException($"the table is [{string.Join(", ", shape)}], not [{string.Join(", ", terms.shape)}]", nameof(terms));
        }

        using Tensor wide = terms.detach().to_type(ScalarType.Float64);
        Current(wide.device).add_(wide);
    }

    /// <summary>The sums, row by row; zeros where nothing was added.</summary>
    public double[] Values()
    {
        if (_sums is null)
        {
            return new double[shape.Aggregate(1L, (product, size) => product * size)];
        }

        using Tensor here = _sums.cpu();
        return here.data<double>().ToArray();
    }

    /// <inheritdoc/>
    public SavedState SaveState()
    {
        _sums ??= zeros(shape, ScalarType.Float64).DetachFromDisposeScope();
        return new() { Tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Sums] = _sums } };
    }

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        using Tensor live = zeros(shape, ScalarType.Float64);
        Replace(state.Tensor(Sums, live).clone());
    }

    /// <inheritdoc/>
    public void Dispose() => _sums?.Dispose();

    /// <summary>The sums on <paramref name="device"/>, where they stay; the table goes on owning them.</summary>
    internal Tensor Current(Device device)
    {
        if (_sums is null)
        {
            Replace(zeros(shape, ScalarType.Float64, device));
        }
        else if (_sums.device_type != device.type || _sums.device_index != device.index)
        {
            Replace(_sums.to(device, copy: true));
        }

        return _sums!;
    }

    private void Replace(Tensor sums)
    {
        _sums?.Dispose();
        _sums = sums.DetachFromDisposeScope();
    }
}
