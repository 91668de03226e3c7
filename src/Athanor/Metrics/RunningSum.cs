using Athanor.Persistence;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>A sum in double precision over scalars that come one by one, batch after batch.</summary>
/// <remarks>
/// On the CPU a scalar is there once it is computed: it is read and added up here, which saves three native operations a batch. On another device the sum
/// stays there, so that nothing waits before <see cref="Value"/>. Both add the same doubles in the same order, before a save as after it.
/// </remarks>
public sealed class RunningSum : ISavedState, IDisposable
{
    private const string Sum = "sum";

    private Tensor? _elsewhere;
    private double _here;

    /// <summary>The sum; 0 where nothing was added.</summary>
    public double Value => _elsewhere?.item<double>() ?? _here;

    /// <summary>Adds a scalar tensor, whose gradient is left alone.</summary>
    public void Add(Tensor scalar)
    {
        if (_elsewhere is null && scalar.device_type == DeviceType.CPU)
        {
            _here += Read(scalar);
            return;
        }

        using Tensor value = scalar.detach();
        _elsewhere ??= full([], _here, ScalarType.Float64, scalar.device).DetachFromDisposeScope();
        _elsewhere.add_(value);
    }

    /// <summary>Adds a number.</summary>
    public void Add(double number)
    {
        if (_elsewhere is null)
        {
            _here += number;
        }
        else
        {
            _elsewhere.add_(number);
        }
    }

    /// <summary>Begins anew at 0.</summary>
    public void Clear() => Set(0);

    /// <inheritdoc/>
    public SavedState SaveState() => new() { Values = new() { [Sum] = SavedState.Number(Value) } };

    /// <inheritdoc/>
    public void RestoreState(SavedState state) => Set(state.Double(Sum));

    /// <inheritdoc/>
    public void Dispose() => _elsewhere?.Dispose();

    private void Set(double value)
    {
        Dispose();
        (_elsewhere, _here) = (null, value);
    }

    private static double Read(Tensor scalar)
    {
        switch (scalar.dtype)
        {
            case ScalarType.Float32:
                return scalar.item<float>();
            case ScalarType.Float64:
                return scalar.item<double>();
            default:
                using (Tensor wide = scalar.to_type(ScalarType.Float64))
                {
                    return wide.item<double>();
                }
        }
    }
}
