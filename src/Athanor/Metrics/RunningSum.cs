using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>A sum in double precision over scalars that come one by one, batch after batch.</summary>
/// <remarks>
/// On the CPU a scalar is there once it is computed: it is read and added up here, which saves three native operations a batch. On another device the sum
/// stays there, so that nothing waits before <see cref="Value"/>. Both add the same doubles in the same order.
/// </remarks>
internal sealed class RunningSum : IDisposable
{
    private Tensor? _elsewhere;
    private double _here;

    /// <summary>The sum; 0 where nothing was added.</summary>
    public double Value => _elsewhere?.item<double>() ?? _here;

    /// <summary>Adds a scalar tensor, whose gradient is left alone.</summary>
    public void Add(Tensor scalar)
    {
        if (scalar.device_type == DeviceType.CPU)
        {
            _here += Read(scalar);
            return;
        }

        using Tensor value = scalar.detach();
        _elsewhere ??= full([], _here, ScalarType.Float64, scalar.device).DetachFromDisposeScope();
        _elsewhere.add_(value);
    }

    /// <summary>Begins anew at 0.</summary>
    public void Clear() => Set(0);

    /// <summary>Goes on from a sum that was saved.</summary>
    public void Set(double value)
    {
        Dispose();
        (_elsewhere, _here) = (null, value);
    }

    public void Dispose() => _elsewhere?.Dispose();

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
