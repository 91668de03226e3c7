using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Every feature (pixel, column, place of a window) on its own: (x − mean)/(standard deviation + ε).</summary>
/// <remarks>Mean and deviation (of the population: divided by n) are the training part's. Inputs that are no floating-point numbers are left alone.</remarks>
[Spec("per-feature")]
public sealed record PerFeatureStandardization : StandardizationSpec
{
    /// <summary>
    /// Added to the standard deviation, in the data's unit: without it a pixel that is almost always the same explodes where it is not.
    /// Default 0.01; 0 or greater. Choose it well below the spread of the features that matter.
    /// </summary>
    public double Epsilon { get; init; } = 0.01;

    /// <summary>Whether targets of a regression are standardized too, each on its own (ε 0). Losses and metrics are then in standard deviations. Default false.</summary>
    public bool Targets { get; init; }

    /// <inheritdoc/>
    public override Standardizer? Fit(Dataset training) => Standardizer.Fit(training, perFeature: true, Epsilon, Targets);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Epsilon);
}
