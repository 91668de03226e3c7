namespace Athanor.Recording;

/// <summary>How a checkpoint is asked.</summary>
public sealed record PredictorOptions
{
    /// <summary>Whether the average of the weights (<c>average:</c> in the recipe) answers, instead of the last ones. Default false.</summary>
    public bool Average { get; init; }

    /// <summary>Divides logits before they become probabilities; greater than 0. Default null: what calibration left beside the weights, else 1.</summary>
    public double? Temperature { get; init; }
}
