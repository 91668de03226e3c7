namespace Athanor.Training.Pretraining;

/// <summary>What an epoch of a layer's pre-training came to.</summary>
public sealed class PretrainingReport
{
    /// <summary>A hundredth of the most that codes of a sigmoid can vary by, 0.5.</summary>
    private const double Collapsed = 0.005;

    private readonly Action<string> _stop;

    internal PretrainingReport(Action<string> stop) => _stop = stop;

    /// <summary>The layer that is trained, from 1.</summary>
    public required int Layer { get; init; }

    /// <summary>How many are, one after the other.</summary>
    public required int Layers { get; init; }

    /// <summary>The layer's epoch, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs of each layer.</summary>
    public required int Epochs { get; init; }

    /// <summary>Minus the updates of pre-training that are still to come, so that the training's own steps follow from 0.</summary>
    public required long Step { get; init; }

    /// <summary>The layer's loss: a mean over the epoch's samples and the layer's inputs, while training.</summary>
    public required double Loss { get; init; }

    /// <summary>After the layer's last epoch: the standard deviation over samples of its units' codes, a mean over units; else null. Near 0 the codes have collapsed to a constant.</summary>
    public double? CodeDeviation { get; init; }

    /// <summary>Whether the layer gives nearly the same code, whatever it sees: the layers above it have nothing to learn from.</summary>
    public bool CodesHaveCollapsed => CodeDeviation < Collapsed;

    /// <summary>Samples trained on in this epoch.</summary>
    public required long Samples { get; init; }

    /// <summary>Seconds that it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>What is recorded: <c>pretrain/layer1/loss</c>, and after the last epoch <c>pretrain/layer1/code-deviation</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics
    {
        get
        {
            var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { [$"pretrain/layer{Layer}/loss"] = Loss };
            if (CodeDeviation is { } deviation)
            {
                metrics[$"pretrain/layer{Layer}/code-deviation"] = deviation;
            }

            return metrics;
        }
    }

    /// <summary>Ends the training here; the run is then <c>stopped</c>.</summary>
    /// <param name="reason">Why, in a few words.</param>
    public void RequestStop(string reason) => _stop(reason);
}
