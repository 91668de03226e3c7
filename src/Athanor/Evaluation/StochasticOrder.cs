namespace Athanor.Evaluation;

/// <summary>Almost stochastic order: is a better (higher) than b over the whole distribution of scores?</summary>
/// <remarks>Del Barrio et al. 2018; Dror et al. 2019. deepsig sums on a grid; here the integrals of the step functions are exact.</remarks>
/// <param name="ViolationRatio">0 where a is better everywhere, 1 where b is, 0.5 where both are equal.</param>
/// <param name="Sigma">The bootstrapped standard deviation of the scaled ratio.</param>
/// <param name="EpsilonMin">The upper bound of the ratio at the given confidence, within [0, 1]; below 0.5, a is almost stochastically larger.</param>
public sealed record StochasticOrder(double ViolationRatio, double Sigma, double EpsilonMin)
{
    /// <summary>From given resamples of both samples.</summary>
    /// <param name="a">At least one value.</param>
    /// <param name="b">At least one value.</param>
    /// <param name="indicesA">One row a resample: the zero-based places in <paramref name="a"/>.</param>
    /// <param name="indicesB">As many rows, places in <paramref name="b"/>.</param>
    /// <param name="confidence">Between 0 and 1. Default 0.95.</param>
    /// <param name="comparisons">How many comparisons share the confidence (Bonferroni). Default 1.</param>
    public static StochasticOrder Of(
        double[] a, double[] b, IReadOnlyList<int[]> indicesA, IReadOnlyList<int[]> indicesB, double confidence = 0.95, int comparisons = 1)
    {
        ArgumentNullException.ThrowIfNull(indicesA);
        ArgumentNullException.ThrowIfNull(indicesB);
        Check.Probability(confidence);
        ArgumentOutOfRangeException.ThrowIfLessThan(comparisons, 1);
        double ratio = Ratio(a, b);
        double scale = Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length));
        double Shift(int[] rowA, int[] rowB) => scale * (Ratio(Array.ConvertAll(rowA, i => a[i]), Array.ConvertAll(rowB, i => b[i])) - ratio);
        double[] shifts = [.. indicesA.Zip(indicesB, Shift)];
        double mean = Descriptive.Mean(shifts);
        double sigma = Math.Sqrt(Descriptive.Mean(Array.ConvertAll(shifts, s => (s - mean) * (s - mean))));
        double level = 1 - ((1 - confidence) / comparisons);
        double bound = ratio - (sigma / scale * StandardNormal.Quantile(1 - level));
        return new StochasticOrder(ratio, sigma, Math.Clamp(bound, 0, 1));
    }

    /// <summary>∫(G⁻¹ − F⁻¹)² where b's quantile function G⁻¹ exceeds a's F⁻¹, divided by the integral over (0, 1); 0.5 for equal samples.</summary>
    public static double Ratio(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Check.AtLeast(a.Length, 1, nameof(a));
        Check.AtLeast(b.Length, 1, nameof(b));
        double[] sortedA = Descriptive.Sorted(a);
        double[] sortedB = Descriptive.Sorted(b);
        double violated = 0;
        double total = 0;
        long at = 0;
        // Both step functions are constant between the multiples of 1/nA and 1/nB; in units of 1/(nA·nB) those are whole numbers.
        for (int i = 0, j = 0; i < sortedA.Length && j < sortedB.Length;)
        {
            long endA = (i + 1L) * sortedB.Length;
            long endB = (j + 1L) * sortedA.Length;
            long end = Math.Min(endA, endB);
            double gap = sortedB[j] - sortedA[i];
            double area = gap * gap * (end - at);
            violated += gap > 0 ? area : 0;
            total += area;
            at = end;
            i += endA == end ? 1 : 0;
            j += endB == end ? 1 : 0;
        }

        return total == 0 ? 0.5 : violated / total;
    }
}
