namespace Athanor.Evaluation;

/// <summary>What Wilcoxon's test does with differences of 0.</summary>
public enum ZeroDifferences
{
    /// <summary>Dropped before ranking (Wilcoxon 1945).</summary>
    Wilcox,

    /// <summary>Ranked with the others, then their ranks are dropped (Pratt 1959).</summary>
    Pratt,
}

/// <summary>Wilcoxon's signed-rank test of paired differences, two-sided.</summary>
/// <param name="NonZero">How many differences are not 0.</param>
/// <param name="RankSumPositive">W⁺, the sum of the midranks of the positive differences.</param>
/// <param name="RankSumNegative">W⁻, the sum of those of the negative ones.</param>
/// <param name="Z">The standardized W⁺, with its sign; null in the exact form.</param>
/// <param name="P">The two-sided p.</param>
public sealed record WilcoxonTest(int NonZero, double RankSumPositive, double RankSumNegative, double? Z, double P)
{
    /// <summary>The smaller of the two rank sums.</summary>
    public double Statistic => Math.Min(RankSumPositive, RankSumNegative);

    /// <summary>All assignments of signs to the midranks counted; right with ties too. Without a difference that is not 0, p is 1.</summary>
    public static WilcoxonTest Exact(ReadOnlySpan<double> differences, ZeroDifferences zeros = ZeroDifferences.Wilcox)
    {
        SignedRanks ranks = SignedRanks.Of(differences, zeros);
        int total = ranks.Doubled.Sum();
        var probability = new double[total + 1];
        probability[0] = 1;
        int reached = 0;
        foreach (int rank in ranks.Doubled)
        {
            reached += rank;
            for (int sum = reached; sum >= 0; sum--)
            {
                probability[sum] = 0.5 * (probability[sum] + (sum >= rank ? probability[sum - rank] : 0));
            }
        }

        // Doubled ranks keep sums whole; doubled again, so is the distance from their mean.
        int observed = Math.Abs((2 * ranks.DoubledPositive) - total);
        double p = 0;
        for (int sum = 0; sum <= total; sum++)
        {
            p += Math.Abs((2 * sum) - total) >= observed ? probability[sum] : 0;
        }

        return ranks.Result(null, Math.Min(1, p));
    }

    /// <summary>The normal approximation, corrected for ties (and for Pratt's zeros).</summary>
    /// <param name="differences">Finite numbers.</param>
    /// <param name="zeros">What is done with differences of 0.</param>
    /// <param name="continuity">Whether |W⁺ − μ| shrinks by ½, down to 0.</param>
    public static WilcoxonTest Asymptotic(ReadOnlySpan<double> differences, ZeroDifferences zeros = ZeroDifferences.Wilcox, bool continuity = false)
    {
        SignedRanks ranks = SignedRanks.Of(differences, zeros);
        double mean = 0.25 * ranks.Doubled.Sum();
        // Σ rank² / 4 is the variance of a sum of signed midranks whatever the ties are, so it holds their correction.
        double variance = ranks.Doubled.Sum(r => 0.25 * r * r) / 4;
        double distance = (0.5 * ranks.DoubledPositive) - mean;
        double shrunk = Math.Max(0, Math.Abs(distance) - (continuity ? 0.5 : 0));
        double z = shrunk == 0 ? 0 : Math.Sign(distance) * shrunk / Math.Sqrt(variance);
        return ranks.Result(z, StandardNormal.TwoSided(z));
    }

    /// <summary>Twice the midranks of the differences that are not 0, and twice the sum of the positive ones.</summary>
    private sealed record SignedRanks(int[] Doubled, int DoubledPositive)
    {
        public static SignedRanks Of(ReadOnlySpan<double> differences, ZeroDifferences zeros)
        {
            Check.Finite(differences);
            double[] ranked = zeros == ZeroDifferences.Pratt ? differences.ToArray() : Array.FindAll(differences.ToArray(), d => d != 0);
            int[] doubled = Midranks.Of(Array.ConvertAll(ranked, Math.Abs)).Doubled;
            int positive = doubled.Where((_, i) => ranked[i] > 0).Sum();
            return new SignedRanks([.. doubled.Where((_, i) => ranked[i] != 0)], positive);
        }

        public WilcoxonTest Result(double? z, double p) =>
            new(Doubled.Length, 0.5 * DoubledPositive, 0.5 * (Doubled.Sum() - DoubledPositive), z, p);
    }
}
