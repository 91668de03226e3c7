using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>A copy of the weights and buffers at the best look so far, and of their average where there is one.</summary>
internal sealed class BestWeights(bool higherIsBetter) : IDisposable
{
    private Dictionary<string, Tensor>? _saved;
    private Dictionary<string, Tensor>? _average;
    private double _best = double.NaN;

    /// <summary>The update after which they were taken; 0 where there are none.</summary>
    public long Step { get; private set; }

    /// <summary>The weights and buffers by name; empty where there are none.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _saved ?? [];

    /// <summary>Their average by name; null where there was none.</summary>
    public IReadOnlyDictionary<string, Tensor>? Average => _average;

    public void Look(TrainingSession session, double value)
    {
        if (double.IsNaN(value) || (_saved is not null && !(higherIsBetter ? value > _best : value < _best)))
        {
            return;
        }

        (_best, Step) = (value, session.Steps);
        using var gradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dispose();
        _saved = Copy(session.Model.state_dict());
        _average = session.Average is { } average ? Copy(average) : null;
    }

    /// <summary>Puts them back, where there are any.</summary>
    public void Restore(TrainingSession session)
    {
        if (_saved is null)
        {
            return;
        }

        using var gradients = no_grad();
        foreach ((string name, Tensor tensor) in session.Model.state_dict())
        {
            tensor.copy_(_saved[name]);
        }

        if (_average is not null)
        {
            session.RestoreAverage(_average);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in (_saved?.Values ?? Enumerable.Empty<Tensor>()).Concat(_average?.Values ?? Enumerable.Empty<Tensor>()))
        {
            tensor.Dispose();
        }

        (_saved, _average) = (null, null);
    }

    private static Dictionary<string, Tensor> Copy(IEnumerable<KeyValuePair<string, Tensor>> weights) =>
        weights.ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
}
