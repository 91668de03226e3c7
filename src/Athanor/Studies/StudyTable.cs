using Athanor.Evaluation;

namespace Athanor.Studies;

/// <summary>The statistics of a study for one metric: every variant's mean, and its paired comparisons with the baseline and the full system.</summary>
/// <param name="Variants">One row a variant, in the order given.</param>
public sealed record StudyTable(IReadOnlyList<VariantSummary> Variants)
{
    /// <summary>Computes the table. Trials pair by seed; the comparisons with each reference are a family of their own for Holm's correction.</summary>
    /// <param name="trials">One row a variant, one trial a seed, seeds in the same order everywhere.</param>
    /// <param name="baseline">The row of the baseline; null where the design has none.</param>
    /// <param name="full">The row of the full system; null where the design has none.</param>
    /// <param name="alpha">The level of each family, between 0 and 1. Default 0.05.</param>
    /// <param name="confidence">Of the intervals, between 0 and 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">Rows have different numbers of seeds.</exception>
    public static StudyTable Of(
        IReadOnlyList<IReadOnlyList<TrialValue>> trials, int? baseline, int? full, double alpha = 0.05, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(trials);
        PairedComparison?[] versusBaseline = Against(baseline, trials, alpha, confidence);
        PairedComparison?[] versusFull = Against(full, trials, alpha, confidence);
        return new StudyTable(
        [
            .. trials.Select((row, i) => new VariantSummary(
                MeanInterval.Of([.. row.Select(t => t.Value).OfType<double>()], confidence),
                row.Count(t => t.Outcome == TrialOutcome.Completed),
                row.Count(t => t.Outcome == TrialOutcome.Failed),
                row.Count(t => t.Outcome == TrialOutcome.Diverged),
                versusBaseline[i],
                versusFull[i])),
        ]);
    }

    /// <summary>The least number of seeds with which a comparison of a study can be called significant; 0 where there is nothing to compare.</summary>
    /// <remarks>The smallest p of the sign-flip test must survive Holm's correction: 9 seeds for 8 variants at 0.05, 10 for 17.</remarks>
    /// <param name="variants">How many variants the study has, the reference among them.</param>
    /// <param name="alpha">The level of the family, between 0 and 1. Default 0.05.</param>
    public static int SeedsForVerdict(int variants, double alpha = 0.05) =>
        variants < 2 ? 0 : Math.Max(PairedComparison.FewestPairs, SignFlipPower.MinimumPairs(variants - 1, alpha));

    private static PairedComparison?[] Against(int? reference, IReadOnlyList<IReadOnlyList<TrialValue>> trials, double alpha, double confidence)
    {
        var comparisons = new PairedComparison?[trials.Count];
        if (reference is { } row)
        {
            int[] others = [.. Enumerable.Range(0, trials.Count).Where(i => i != row)];
            IReadOnlyList<PairedComparison> family = PairedComparison.Family(trials[row], [.. others.Select(i => trials[i])], alpha, confidence);
            foreach ((int other, PairedComparison comparison) in others.Zip(family))
            {
                comparisons[other] = comparison;
            }
        }

        return comparisons;
    }
}
