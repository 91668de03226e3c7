namespace Athanor.Evaluation;

/// <summary>What a sign-flip test can say with so many pairs, known before anything is trained.</summary>
public static class SignFlipPower
{
    /// <summary>The smallest two-sided p that <paramref name="pairs"/> differences can reach: 2^(1−n). NaN for none.</summary>
    public static double MinimumP(int pairs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pairs);
        return pairs == 0 ? double.NaN : Math.ScaleB(1, 1 - pairs);
    }

    /// <summary>The least number of pairs (seeds) with which a verdict is possible when so many comparisons share one reference.</summary>
    /// <remarks>
    /// Holm's first step multiplies the smallest p by the number of comparisons, so n must satisfy comparisons · 2^(1−n) ≤ alpha: 6 pairs for
    /// one comparison at 0.05, 9 for seven, 10 for sixteen.
    /// </remarks>
    /// <param name="comparisons">How many comparisons the correction counts; at least 1.</param>
    /// <param name="alpha">The level, between 0 and 1. Default 0.05.</param>
    public static int MinimumPairs(int comparisons, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(comparisons);
        Check.Probability(alpha);
        int pairs = 1;
        while (Math.Min(1, comparisons * MinimumP(pairs)) > alpha)
        {
            pairs++;
        }

        return pairs;
    }

    /// <summary>The exact chance that the test rejects although nothing changed: 2⌊alpha · 2ⁿ/2⌋/2ⁿ, for continuous differences.</summary>
    /// <param name="pairs">At least 1.</param>
    /// <param name="alpha">The level, between 0 and 1. Default 0.05.</param>
    public static double Size(int pairs, double alpha = 0.05)
    {
        Check.Probability(alpha);
        double levels = AttainableLevels(pairs);
        return Math.Floor(alpha * levels) / levels;
    }

    /// <summary>How many different p-values the test of <paramref name="pairs"/> continuous differences can give: 2^(n−1).</summary>
    public static long AttainableLevels(int pairs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pairs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pairs, 63);
        return 1L << (pairs - 1);
    }
}
