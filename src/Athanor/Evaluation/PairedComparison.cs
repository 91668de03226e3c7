namespace Athanor.Evaluation;

/// <summary>One variant compared with a reference, trial by trial of the same seed.</summary>
/// <param name="Pairs">Seeds in which both have a value.</param>
/// <param name="Difference">The mean of variant − reference over them; NaN without pairs.</param>
/// <param name="Low">The lower end of Student's interval of the difference; NaN with fewer than 2 pairs.</param>
/// <param name="High">The upper end.</param>
/// <param name="P">The sign-flip test's p, exact up to 40 pairs; NaN without pairs.</param>
/// <param name="PHolm">Holm's adjustment over all comparisons with that reference; NaN without pairs.</param>
/// <param name="Significant">
/// Whether <paramref name="PHolm"/> reaches the level; null with fewer than 5 pairs, and null where a trial of either side diverged (or its
/// metric is not finite): the values that are left are not a fair sample, and <paramref name="Trained"/> is the verdict.
/// </param>
/// <param name="Trained">The shares that trained, compared.</param>
public sealed record PairedComparison(
    int Pairs, double Difference, double Low, double High, double P, double PHolm, bool? Significant, TrainedComparison Trained)
{
    /// <summary>The fewest pairs with which anything is called significant or not.</summary>
    public const int FewestPairs = 5;

    /// <summary>Compares a whole family of variants with one reference; Holm's correction counts every comparison that has a p.</summary>
    /// <param name="reference">The reference's trials, by seed.</param>
    /// <param name="variants">The trials of each variant, by the same seeds; without the reference itself.</param>
    /// <param name="alpha">The level of the family, between 0 and 1. Default 0.05.</param>
    /// <param name="confidence">Of the intervals, between 0 and 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">A variant has another number of seeds than the reference.</exception>
    public static IReadOnlyList<PairedComparison> Family(
        IReadOnlyList<TrialValue> reference, IReadOnlyList<IReadOnlyList<TrialValue>> variants, double alpha = 0.05, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(variants);
        Check.Probability(alpha);
        PairedComparison[] raw = [.. variants.Select(variant => Raw(reference, variant, confidence))];
        IReadOnlyList<double> holm = MultipleComparisons.Holm([.. raw.Select(c => c.P)]);
        IReadOnlyList<double> holmTrained = MultipleComparisons.Holm([.. raw.Select(c => c.Trained.P)]);
        return
        [
            .. raw.Select((comparison, i) => comparison with
            {
                PHolm = holm[i],
                Significant = comparison.Pairs < FewestPairs || reference.Concat(variants[i]).Any(t => t.Unmeasured) ? null : holm[i] <= alpha,
                Trained = comparison.Trained with
                {
                    PHolm = holmTrained[i],
                    Significant = comparison.Trained.Pairs < FewestPairs ? null : holmTrained[i] <= alpha,
                },
            }),
        ];
    }

    private static PairedComparison Raw(IReadOnlyList<TrialValue> reference, IReadOnlyList<TrialValue> variant, double confidence)
    {
        if (variant.Count != reference.Count)
        {
            throw new ArgumentException($"the reference has {reference.Count} seeds and a variant {variant.Count}; trials pair by seed", nameof(variant));
        }

        var seeds = reference.Zip(variant, (r, v) => (Reference: r, Variant: v)).ToList();
        double[] differences = [.. seeds.Select(s => s.Variant.Value - s.Reference.Value).OfType<double>()];
        MeanInterval interval = MeanInterval.Of(differences, confidence);
        var decided = seeds.Where(s => s.Reference.Decided && s.Variant.Decided).ToList();
        McNemarTest trained = McNemarTest.Of(
            decided.Count,
            decided.Count(s => s.Variant.Outcome == TrialOutcome.Diverged && s.Reference.Outcome == TrialOutcome.Completed),
            decided.Count(s => s.Reference.Outcome == TrialOutcome.Diverged && s.Variant.Outcome == TrialOutcome.Completed));
        return new PairedComparison(
            differences.Length,
            interval.Mean,
            interval.Low,
            interval.High,
            SignFlipTest.Of(differences).P,
            double.NaN,
            null,
            new TrainedComparison(trained.Pairs, trained.OnlyA, trained.OnlyB, trained.P, double.NaN, null));
    }
}
