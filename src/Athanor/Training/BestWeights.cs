using System.Text.Json.Nodes;
using Athanor.Persistence;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>A copy of the weights and buffers at the best look so far, and of their average where there is one.</summary>
internal sealed class BestWeights(bool higherIsBetter) : IDisposable, ISavedState
{
    private const string Saved = "weights";
    private const string Averaged = "average";

    private Dictionary<string, Tensor>? _saved;
    private Dictionary<string, Tensor>? _average;
    private double _best = double.NaN;

    /// <summary>The update after which they were taken; 0 where there are none.</summary>
    public long Step { get; private set; }

    /// <summary>What was measured at that look.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; private set; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The weights and buffers by name; empty where there are none.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _saved ?? [];

    /// <summary>Their average by name; null where there was none.</summary>
    public IReadOnlyDictionary<string, Tensor>? Average => _average;

    /// <summary>Keeps the weights as they are where <paramref name="metric"/> was measured and is better than ever.</summary>
    public void Look(TrainingSession session, IReadOnlyDictionary<string, double> metrics, string metric)
    {
        double value = metrics.GetValueOrDefault(metric, double.NaN);
        if (double.IsNaN(value) || (_saved is not null && !(higherIsBetter ? value > _best : value < _best)))
        {
            return;
        }

        (_best, Step, Metrics) = (value, session.Steps, new SortedDictionary<string, double>(metrics.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal));
        Keep(session.Model.state_dict(), session.Average);
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

    public SavedState SaveState()
    {
        var measured = new JsonObject(Metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Key, SavedState.Number(metric.Value))));
        (string, SavedState)[] weights =
        [
            .. _saved is { } saved ? [(Saved, new SavedState { Tensors = saved })] : Array.Empty<(string, SavedState)>(),
            .. _average is { } average ? [(Averaged, new SavedState { Tensors = average })] : Array.Empty<(string, SavedState)>(),
        ];
        SavedState state = SavedState.Of(weights);
        (state.Values["step"], state.Values["best"], state.Values["metrics"]) = (Step, SavedState.Number(_best), measured);
        return state;
    }

    public void RestoreState(SavedState state)
    {
        var measured = new SavedState { Values = state.Values["metrics"] as JsonObject ?? [] };
        (_best, Step) = (state.Double("best"), state.Integer("step"));
        Metrics = new SortedDictionary<string, double>(measured.Values.ToDictionary(entry => entry.Key, entry => measured.Double(entry.Key)), StringComparer.Ordinal);
        Dispose();
        if (state.Find(Saved) is { } saved)
        {
            Keep(saved.Tensors, state.Find(Averaged)?.Tensors);
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

    private void Keep(IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor>? average)
    {
        using var gradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dispose();
        (_saved, _average) = (Copy(weights), average is null ? null : Copy(average));
    }

    private static Dictionary<string, Tensor> Copy(IEnumerable<KeyValuePair<string, Tensor>> weights) =>
        weights.ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
}
