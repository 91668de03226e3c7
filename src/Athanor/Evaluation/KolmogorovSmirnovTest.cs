namespace Athanor.Evaluation;

/// <summary>Kolmogorov and Smirnov's test: do two samples come from one distribution?</summary>
/// <param name="Statistic">sup |F_a − F_b|.</param>
/// <param name="P">Exact, by lattice paths; conservative with ties.</param>
public sealed record KolmogorovSmirnovTest(double Statistic, double P)
{
    /// <summary>Tests a against b.</summary>
    /// <param name="a">Finite numbers; at least one.</param>
    /// <param name="b">Finite numbers; at least one.</param>
    /// <remarks>Takes time and memory of nA · nB and nB; distances compare as the whole numbers |i·nB − j·nA|.</remarks>
    public static KolmogorovSmirnovTest Exact(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Check.AtLeast(a.Length, 1, nameof(a));
        Check.AtLeast(b.Length, 1, nameof(b));
        Check.Finite(a);
        Check.Finite(b);
        long distance = Distance(Descriptive.Sorted(a), Descriptive.Sorted(b));
        return new KolmogorovSmirnovTest(distance / ((double)a.Length * b.Length), ChanceToReach(distance, a.Length, b.Length));
    }

    private static long Distance(double[] a, double[] b)
    {
        long largest = 0;
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value)
            {
                i++;
            }

            while (j < b.Length && b[j] == value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((long)i * b.Length) - ((long)j * a.Length)));
        }

        return largest;
    }

    // A random path from (0, 0) to (nA, nB), read backwards from (i, j), came over (i−1, j) with chance i/(i+j). All terms are positive, so a small p
    // keeps its digits, which 1 − (paths that stay inside) would lose.
    private static double ChanceToReach(long distance, int sizeA, int sizeB)
    {
        var chance = new double[sizeB + 1];
        for (int i = 0; i <= sizeA; i++)
        {
            for (int j = 0; j <= sizeB; j++)
            {
                bool reached = Math.Abs(((long)i * sizeB) - ((long)j * sizeA)) >= distance;
                double below = i == 0 ? 0 : chance[j] * i;
                double left = j == 0 ? 0 : chance[j - 1] * j;
                chance[j] = reached ? 1 : (below + left) / Math.Max(1, i + j);
            }
        }

        return chance[sizeB];
    }
}
