using Athanor.Specs;

namespace Athanor.Data;

/// <summary>All numbers of the inputs into [0, 1], with one least and one greatest: what models of probabilities read.</summary>
/// <remarks>
/// (x − least)/(greatest − least), both of the training part's numbers; those of other parts may come to lie outside. Inputs that are all alike become 0; inputs that are no
/// floating-point numbers are left alone. One outlier decides the range.
/// </remarks>
[Spec("unit-range")]
public sealed record UnitRangeStandardization : StandardizationSpec
{
    /// <summary>Whether each feature (pixel, column) gets a range of its own. Default false: features of one unit keep their differences.</summary>
    public bool PerFeature { get; init; }

    /// <inheritdoc/>
    public override Standardizer? Fit(Dataset training) => Standardizer.FitRange(training, PerFeature);
}
