namespace Athanor.Evaluation;

/// <summary>Mann and Whitney's U test of two independent samples, two-sided.</summary>
/// <param name="UA">Pairs in which a exceeds b, plus half the ties.</param>
/// <param name="UB">Pairs in which b exceeds a, plus half the ties.</param>
/// <param name="Z">The standardized larger U; null in the exact form.</param>
/// <param name="P">The two-sided p, at most 1.</param>
public sealed record MannWhitneyTest(double UA, double UB, double? Z, double P)
{
    /// <summary>All ways to choose which of the pooled midranks belong to a, each counted; right with ties too.</summary>
    /// <remarks>The share whose U lies at least as far from its mean; without ties that is 2·P(U ≥ max(uA, uB)), at most 1.</remarks>
    public static MannWhitneyTest Exact(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        RankSum ranks = RankSum.Of(a, b);
        int total = ranks.Pooled.Doubled.Sum();
        // chance[k, s]: among the ranks seen so far, k belong to a and sum to s, if the next is drawn for a with the chance that its quota leaves.
        var chance = new double[a.Length + 1, total + 1];
        chance[0, 0] = 1;
        for (int seen = 0; seen < ranks.Pooled.Doubled.Length; seen++)
        {
            int rank = ranks.Pooled.Doubled[seen];
            int left = ranks.Pooled.Doubled.Length - seen;
            for (int k = Math.Min(seen + 1, a.Length); k >= 0; k--)
            {
                double stays = (double)(left - (a.Length - k)) / left;
                double joins = (double)(a.Length - k + 1) / left;
                for (int sum = total; sum >= 0; sum--)
                {
                    double from = k > 0 && sum >= rank ? chance[k - 1, sum - rank] * joins : 0;
                    chance[k, sum] = (chance[k, sum] * Math.Max(0, stays)) + from;
                }
            }
        }

        // The mean of the doubled rank sum is nA·(N + 1): whole, so distances compare exactly.
        int mean = a.Length * (a.Length + b.Length + 1);
        int observed = Math.Abs(ranks.DoubledA - mean);
        double p = 0;
        for (int sum = 0; sum <= total; sum++)
        {
            p += Math.Abs(sum - mean) >= observed ? chance[a.Length, sum] : 0;
        }

        return new MannWhitneyTest(ranks.UA, ranks.UB, null, Math.Min(1, p));
    }

    /// <summary>The normal approximation, corrected for ties.</summary>
    /// <param name="a">Finite numbers; at least one.</param>
    /// <param name="b">Finite numbers; at least one.</param>
    /// <param name="continuity">Whether the distance from the mean shrinks by ½. Default true.</param>
    public static MannWhitneyTest Asymptotic(ReadOnlySpan<double> a, ReadOnlySpan<double> b, bool continuity = true)
    {
        RankSum ranks = RankSum.Of(a, b);
        double pairs = (double)a.Length * b.Length;
        double n = a.Length + b.Length;
        double variance = pairs / 12 * (n + 1 - (ranks.Pooled.TieCubes / (n * (n - 1))));
        double z = (Math.Max(ranks.UA, ranks.UB) - (0.5 * pairs) - (continuity ? 0.5 : 0)) / Math.Sqrt(variance);
        return new MannWhitneyTest(ranks.UA, ranks.UB, z, Math.Min(1, 2 * StandardNormal.Above(z)));
    }

    private sealed record RankSum(Midranks Pooled, int DoubledA, double UA, double UB)
    {
        public static RankSum Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        {
            Check.AtLeast(a.Length, 1, nameof(a));
            Check.AtLeast(b.Length, 1, nameof(b));
            Check.Finite(a);
            Check.Finite(b);
            Midranks pooled = Midranks.Of([.. a, .. b]);
            int doubledA = pooled.Doubled.Take(a.Length).Sum();
            double uA = 0.5 * (doubledA - (a.Length * (a.Length + 1)));
            return new RankSum(pooled, doubledA, uA, ((double)a.Length * b.Length) - uA);
        }
    }
}
