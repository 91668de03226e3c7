using Athanor.Evaluation;

namespace Athanor.Tuning;

/// <summary>Judges thresholds against the best of them, paired by seed.</summary>
internal static class ClippingVerdicts
{
    /// <summary>Below this share of the best mean a difference is none, whatever the spread: one seed has no spread at all.</summary>
    private const double Negligible = 0.01;

    /// <summary>The candidates with their verdicts, in ascending order, no clipping last; one is recommended where any trained.</summary>
    public static IReadOnlyList<ClippingCandidate> Of(IEnumerable<ClippingCandidate> candidates, bool higherIsBetter)
    {
        ClippingCandidate[] sorted = [.. candidates.OrderBy(candidate => candidate.Order)];
        int most = sorted.Max(candidate => candidate.Trained);
        if (most == 0)
        {
            return [.. sorted.Select(candidate => candidate with { Verdict = Unusable(candidate) })];
        }

        int best = Enumerable.Range(0, sorted.Length).Where(i => sorted[i].Trained == most).MinBy(i => higherIsBetter ? -sorted[i].Mean : sorted[i].Mean);
        bool[] asGood = [.. sorted.Select(candidate => candidate.Trained == most && IsAsGood(candidate, sorted[best], higherIsBetter))];
        int chosen = Choose(asGood, best);
        return [.. sorted.Select((candidate, i) => candidate with
        {
            Verdict = i == chosen ? ClippingVerdict.Recommended
                : candidate.Trained < most ? Unusable(candidate)
                : asGood[i] ? ClippingVerdict.AsGood
                : i < best ? ClippingVerdict.TooSmall
                : ClippingVerdict.TooLarge,
        })];
    }

    /// <summary>Whether the end of small thresholds is in sight: the least one is worse than the best, or where none has trained, there is nothing to find below.</summary>
    public static bool ShowsLowerEnd(IReadOnlyList<ClippingCandidate> judged) => judged[0].Verdict is ClippingVerdict.TooSmall or ClippingVerdict.Failed;

    /// <summary>No clipping where it is as good; else the middle of the as good thresholds around the best: the edges are near to where it fails.</summary>
    private static int Choose(bool[] asGood, int best)
    {
        if (asGood[^1])
        {
            return asGood.Length - 1;
        }

        int first = best;
        while (first > 0 && asGood[first - 1])
        {
            first--;
        }

        int last = best;
        while (last < asGood.Length - 1 && asGood[last + 1])
        {
            last++;
        }

        return (first + last + 1) / 2;
    }

    private static ClippingVerdict Unusable(ClippingCandidate candidate) => candidate.Diverged > 0 ? ClippingVerdict.Diverges : ClippingVerdict.Failed;

    private static bool IsAsGood(ClippingCandidate candidate, ClippingCandidate best, bool higherIsBetter)
    {
        double[] behind =
        [
            .. candidate.Values.Zip(best.Values).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second))
                .Select(pair => higherIsBetter ? pair.Second - pair.First : pair.First - pair.Second),
        ];
        double noise = behind.Length < 2 ? 0 : Descriptive.StandardDeviation(behind) / Math.Sqrt(behind.Length);
        return behind.Length > 0 && behind.Average() <= Math.Max(noise, Negligible * Math.Abs(best.Mean));
    }
}
