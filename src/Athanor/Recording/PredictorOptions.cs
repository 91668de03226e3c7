namespace Athanor.Recording;

/// <summary>How a checkpoint is asked.</summary>
public sealed record PredictorOptions
{
    /// <summary>Divides logits before they become probabilities; greater than 0. Default null: what calibration left beside the weights, else 1.</summary>
    public double? Temperature { get; init; }
}
