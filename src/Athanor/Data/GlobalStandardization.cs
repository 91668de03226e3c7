using Athanor.Specs;

namespace Athanor.Data;

/// <summary>All numbers of the inputs alike, with one mean and one standard deviation: what features of one unit need, such as the places of a window.</summary>
/// <remarks>(x − mean)/(standard deviation + ε), both of the training part's numbers (population). Inputs that are no floating-point numbers are left alone.</remarks>
[Spec("global")]
public sealed record GlobalStandardization : StandardizationSpec
{
    /// <summary>Added to the standard deviation, in the data's unit. Default 0; 0 or greater.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether targets of a regression are standardized too (one mean, one deviation, ε 0). Losses and metrics are then in standard deviations. Default false.</summary>
    public bool Targets { get; init; }

    /// <inheritdoc/>
    public override Standardizer? Fit(Dataset training) => Standardizer.Fit(training, perFeature: false, Epsilon, Targets);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.NotNegative(Epsilon);
}
