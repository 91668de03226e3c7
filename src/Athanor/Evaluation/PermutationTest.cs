namespace Athanor.Evaluation;

/// <summary>The exact permutation test of two independent samples: every way to deal the pooled values is looked at.</summary>
/// <param name="Difference">mean a − mean b.</param>
/// <param name="Splits">C(nA + nB, nA).</param>
/// <param name="Extreme">How many splits have a |difference of means| of at least the observed one.</param>
/// <param name="P">Their share: the two-sided p (not twice the smaller one-sided one, which differs when the sizes do).</param>
public sealed record PermutationTest(double Difference, long Splits, long Extreme, double P)
{
    /// <summary>The largest number of splits that are counted.</summary>
    public const long SplitLimit = 100_000_000;

    /// <summary>Tests a against b. Differences within 1e-12 of the largest |value| count as equal.</summary>
    /// <param name="a">Finite numbers; at least one.</param>
    /// <param name="b">Finite numbers; at least one.</param>
    /// <exception cref="ArgumentException">A sample is empty or not finite, or there are more than <see cref="SplitLimit"/> splits.</exception>
    public static PermutationTest Exact(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Check.AtLeast(a.Length, 1, nameof(a));
        Check.AtLeast(b.Length, 1, nameof(b));
        Check.Finite(a);
        Check.Finite(b);
        if (MathNet.Numerics.SpecialFunctions.Binomial(a.Length + b.Length, a.Length) > SplitLimit)
        {
            throw new ArgumentException($"{a.Length} and {b.Length} values have more than {SplitLimit} splits; take fewer values or another test", nameof(a));
        }

        double[] pooled = [.. a, .. b];
        double difference = Descriptive.Mean(a) - Descriptive.Mean(b);
        var walk = new Walk(pooled, a.Length, Math.Abs(difference) - (1e-12 * Descriptive.LargestMagnitude(pooled)));
        walk.From(0, a.Length, 0);
        return new PermutationTest(difference, walk.Splits, walk.Extreme, (double)walk.Extreme / walk.Splits);
    }

    private sealed class Walk(double[] pooled, int sizeA, double threshold)
    {
        private readonly double _total = Descriptive.Sum(pooled);

        public long Splits { get; private set; }

        public long Extreme { get; private set; }

        /// <summary>Deals the values from <paramref name="next"/> on, <paramref name="missing"/> of them to a.</summary>
        public void From(int next, int missing, double sum)
        {
            if (missing == 0)
            {
                Splits++;
                double difference = (sum / sizeA) - ((_total - sum) / (pooled.Length - sizeA));
                Extreme += Math.Abs(difference) >= threshold ? 1 : 0;
                return;
            }

            for (int i = next; i <= pooled.Length - missing; i++)
            {
                From(i + 1, missing - 1, sum + pooled[i]);
            }
        }
    }
}
