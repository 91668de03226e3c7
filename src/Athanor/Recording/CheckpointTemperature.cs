using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Specs;

namespace Athanor.Recording;

/// <summary>What calibration leaves beside the weights: the number by which their logits are divided before they become probabilities.</summary>
internal sealed record CheckpointTemperature : Spec
{
    /// <summary>The temperature of the weights; null where they are not calibrated.</summary>
    public double? Live { get; init; }

    /// <summary>The temperature of their average; null where it is not calibrated.</summary>
    public double? Average { get; init; }

    /// <summary>The hash of both and of the weights that they were fitted to: no manifest lists this file, so it vouches for itself.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The same, with the hash that belongs to it.</summary>
    /// <param name="weights">The hash of the checkpoint's weights.</param>
    public CheckpointTemperature Sealed(string weights) => this with { Sha256 = Seal(weights) };

    /// <summary>Whether it is as it was written, beside these weights.</summary>
    public bool IsWhole(string weights) => Sha256 == Seal(weights);

    protected override void Validate(RecipePath at)
    {
        foreach ((string name, double? value) in new[] { (nameof(Live), Live), (nameof(Average), Average) })
        {
            at.Require(value is null || (value > 0 && double.IsFinite(value.Value)), $"{value} is not a finite number greater than 0", name);
        }
    }

    private string Seal(string weights) => ContentHash.Of(new JsonObject { ["live"] = Live, ["average"] = Average, ["weights"] = weights });
}
