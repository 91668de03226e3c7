using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Training;

/// <summary>A copy of the weights and buffers at the best look so far.</summary>
internal sealed class BestWeights(bool higherIsBetter) : IDisposable
{
    private Dictionary<string, Tensor>? _saved;
    private double _best = double.NaN;

    /// <summary>The update after which they were taken; 0 where there are none.</summary>
    public long Step { get; private set; }

    /// <summary>The weights and buffers by name; empty where there are none.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _saved ?? [];

    public void Look(Module module, double value, long step)
    {
        if (double.IsNaN(value) || (_saved is not null && !(higherIsBetter ? value > _best : value < _best)))
        {
            return;
        }

        (_best, Step) = (value, step);
        using var gradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dispose();
        _saved = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    /// <summary>Puts them back, where there are any.</summary>
    public void Restore(Module module)
    {
        if (_saved is null)
        {
            return;
        }

        using var gradients = no_grad();
        foreach ((string name, Tensor tensor) in module.state_dict())
        {
            tensor.copy_(_saved[name]);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _saved?.Values ?? Enumerable.Empty<Tensor>())
        {
            tensor.Dispose();
        }

        _saved = null;
    }
}
