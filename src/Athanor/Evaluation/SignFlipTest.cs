namespace Athanor.Evaluation;

/// <summary>The sign-flip test of paired differences: if a change does nothing, each difference could as well have the other sign.</summary>
/// <remarks>
/// Fisher 1935. It assumes nothing of the differences but that symmetry, so it fits a handful of seeds. Zeros stay in. Means within
/// 1e-12 of the largest |difference| count as equal, so that ties which only rounding breaks are ties.
/// </remarks>
/// <param name="MeanDifference">The mean of the differences; NaN for none.</param>
/// <param name="Assignments">How many assignments of signs were looked at.</param>
/// <param name="Extreme">How many of them have a |mean| of at least the observed one.</param>
/// <param name="P">The two-sided p; NaN without differences.</param>
public sealed record SignFlipTest(double MeanDifference, long Assignments, long Extreme, double P)
{
    /// <summary>The largest number of differences whose 2ⁿ assignments <see cref="Exact"/> counts.</summary>
    public const int ExactLimit = 40;

    private const double TieTolerance = 1e-12;

    /// <summary>All 2ⁿ assignments, each counted: p = extreme/2ⁿ.</summary>
    /// <param name="differences">Finite numbers, at most <see cref="ExactLimit"/>.</param>
    /// <exception cref="ArgumentException">There are more, or one is not finite.</exception>
    public static SignFlipTest Exact(ReadOnlySpan<double> differences)
    {
        Check.Finite(differences);
        int n = differences.Length;
        if (n > ExactLimit)
        {
            throw new ArgumentException(
                $"{n} differences have too many assignments to count; sample some (at most {ExactLimit} are exact)", nameof(differences));
        }

        double mean = Descriptive.Mean(differences);
        long all = 1L << n;
        double threshold = Threshold(differences);
        long extreme = threshold <= 0 ? all : 2 * CountAtLeast(SignedSums(differences[..(n / 2)]), SignedSums(differences[(n / 2)..]), threshold);
        return new SignFlipTest(mean, all, extreme, n == 0 ? double.NaN : (double)extreme / all);
    }

    /// <summary>Given assignments, the observed one not among them: p = (extreme + 1)/(assignments + 1) (Phipson &amp; Smyth 2010).</summary>
    /// <param name="differences">Finite numbers.</param>
    /// <param name="signs">One row an assignment, each with a sign (1 or −1) for every difference.</param>
    /// <exception cref="ArgumentException">A row has another length, or a difference is not finite.</exception>
    public static SignFlipTest Sampled(ReadOnlySpan<double> differences, IEnumerable<IReadOnlyList<int>> signs)
    {
        ArgumentNullException.ThrowIfNull(signs);
        Check.Finite(differences);
        double threshold = Threshold(differences);
        long assignments = 0;
        long extreme = 0;
        foreach (IReadOnlyList<int> row in signs)
        {
            if (row.Count != differences.Length)
            {
                throw new ArgumentException($"row {assignments} has {row.Count} signs for {differences.Length} differences", nameof(signs));
            }

            double sum = 0;
            for (int i = 0; i < differences.Length; i++)
            {
                sum += row[i] * differences[i];
            }

            assignments++;
            extreme += Math.Abs(sum) >= threshold ? 1 : 0;
        }

        double p = differences.Length == 0 ? double.NaN : (extreme + 1.0) / (assignments + 1);
        return new SignFlipTest(Descriptive.Mean(differences), assignments, extreme, p);
    }

    /// <summary>Exact where the assignments can be counted, else a sample of them that <paramref name="seed"/> alone determines.</summary>
    /// <param name="differences">Finite numbers.</param>
    /// <param name="assignments">How many to draw where there are more than <see cref="ExactLimit"/> differences. Default 100,000.</param>
    /// <param name="seed">Of the draw. Default 0.</param>
    public static SignFlipTest Of(ReadOnlySpan<double> differences, int assignments = 100_000, int seed = 0) =>
        differences.Length <= ExactLimit ? Exact(differences) : Sampled(differences, Draw(differences.Length, assignments, seed));

    // Compared as sums: the mean's division would only add rounding.
    private static double Threshold(ReadOnlySpan<double> differences) =>
        Math.Abs(Descriptive.Sum(differences)) - (TieTolerance * differences.Length * Descriptive.LargestMagnitude(differences));

    private static IEnumerable<int[]> Draw(int length, int assignments, int seed)
    {
        var random = new Random(seed);
        var row = new int[length];
        for (int r = 0; r < assignments; r++)
        {
            for (int i = 0; i < length; i++)
            {
                row[i] = random.Next(2) == 0 ? -1 : 1;
            }

            yield return row;
        }
    }

    // All signed sums in ascending order: with each value, the sums so far less it and plus it are merged, which is faster than sorting them.
    private static double[] SignedSums(ReadOnlySpan<double> values)
    {
        double[] sums = [0];
        foreach (double value in values)
        {
            double size = Math.Abs(value);
            var merged = new double[2 * sums.Length];
            for (int less = 0, plus = 0; plus < sums.Length;)
            {
                bool takesLess = less < sums.Length && sums[less] - size <= sums[plus] + size;
                merged[less + plus] = takesLess ? sums[less] - size : sums[plus] + size;
                (less, plus) = takesLess ? (less + 1, plus) : (less, plus + 1);
            }

            sums = merged;
        }

        return sums;
    }

    // Each assignment is a half from the left with a half from the right; both sorted, one pass counts all 2ⁿ pairs.
    private static long CountAtLeast(double[] left, double[] right, double threshold)
    {
        long count = 0;
        int from = right.Length;
        foreach (double sum in left)
        {
            while (from > 0 && sum + right[from - 1] >= threshold)
            {
                from--;
            }

            count += right.Length - from;
        }

        return count;
    }
}
