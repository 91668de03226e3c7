using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate falls by one factor whenever a metric has stopped getting better.</summary>
/// <remarks>
/// As PyTorch's ReduceLROnPlateau, including that with a negative best value and a relative threshold the bound lies on the worse side.
/// Told the metric after each validation.
/// </remarks>
[Spec("reduce-on-plateau")]
public sealed record ReduceOnPlateauSchedule : ScheduleSpec
{
    /// <summary>The metric that is followed. Default <c>validation/loss</c>.</summary>
    public string Metric { get; init; } = "validation/loss";

    /// <summary>Which value is better. Default the smaller; <c>max</c> for accuracy and the like.</summary>
    public PlateauMode Mode { get; init; }

    /// <summary>The factor, within (0, 1). Default 0.1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>How many values in a row may bring no improvement. Default 10.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>How much better counts as better. Default 1e-4.</summary>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>What the threshold is measured in. Default a share of the best value.</summary>
    public ThresholdMode ThresholdMode { get; init; }

    /// <summary>For how many values after a fall nothing is counted. Default 0.</summary>
    public int Cooldown { get; init; }

    /// <summary>Below this it does not fall. Default 0.</summary>
    public double MinLr { get; init; }

    /// <summary>A fall by this or less is left out. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) => lr;

    /// <inheritdoc/>
    public override ScheduleFeedback NewFeedback(double lr) => new PlateauFeedback(this, lr);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Metric.Length > 0, "is empty; name a metric such as validation/loss", nameof(Metric));
        at.Require(Factor is > 0 and < 1, $"{Factor} is not within (0, 1)", nameof(Factor));
        at.AtLeast(Patience, 0);
        at.NotNegative(Threshold);
        at.AtLeast(Cooldown, 0);
        at.NotNegative(MinLr);
        at.NotNegative(Eps);
    }
}
