using Athanor.Specs;

namespace Athanor.Recording;

/// <summary>What calibration leaves beside the weights: the number by which their logits are divided before they become probabilities.</summary>
internal sealed record CheckpointTemperature : Spec
{
    /// <summary>The temperature of the weights; null where they are not calibrated.</summary>
    public double? Live { get; init; }

    /// <summary>The temperature of their average; null where it is not calibrated.</summary>
    public double? Average { get; init; }

    protected override void Validate(RecipePath at)
    {
        foreach ((string name, double? value) in new[] { (nameof(Live), Live), (nameof(Average), Average) })
        {
            at.Require(value is null || (value > 0 && double.IsFinite(value.Value)), $"{value} is not a finite number greater than 0", name);
        }
    }
}
