namespace Athanor.Evaluation;

/// <summary>Figures that describe one sample; NaN where the sample is too small to have them.</summary>
public static class Descriptive
{
    /// <summary>The sum divided by the count; NaN for an empty sample.</summary>
    /// <remarks>Not a running mean: that rounds differently and breaks ties which a bootstrap counts.</remarks>
    public static double Mean(ReadOnlySpan<double> values) => Sum(values) / values.Length;

    /// <summary>The sample standard deviation, n − 1 in the denominator; NaN with fewer than 2 values.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values) => Math.Sqrt(Variance(values));

    /// <summary>The sample variance, n − 1 in the denominator; NaN with fewer than 2 values.</summary>
    public static double Variance(ReadOnlySpan<double> values)
    {
        double mean = Mean(values);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return values.Length < 2 ? double.NaN : squares / (values.Length - 1);
    }

    /// <summary>The middle value, the mean of the middle two where there are two; NaN for an empty sample.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = Sorted(values);
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[middle]
            : 0.5 * (sorted[middle - 1] + sorted[middle]);
    }

    /// <summary>The interquartile mean: the mean of what is left when ⌊n/4⌋ values at each end are dropped. No fractional weights.</summary>
    /// <remarks>Source: Agarwal et al. 2021 (rliable), as <c>scipy.stats.trim_mean(values, 0.25)</c> has it.</remarks>
    public static double InterquartileMean(ReadOnlySpan<double> values)
    {
        double[] sorted = Sorted(values);
        int cut = sorted.Length / 4;
        return Mean(sorted.AsSpan(cut, sorted.Length - (2 * cut)));
    }

    /// <summary>The quantile at <paramref name="probability"/>, linear between order statistics (Hyndman &amp; Fan 1996, type 7).</summary>
    public static double Quantile(ReadOnlySpan<double> values, double probability) => QuantileOfSorted(Sorted(values), probability);

    internal static double QuantileOfSorted(double[] sorted, double probability)
    {
        if (sorted.Length == 0 || double.IsNaN(probability))
        {
            return double.NaN;
        }

        double position = probability * (sorted.Length - 1);
        int below = (int)Math.Floor(position);
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }

    internal static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    internal static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    internal static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>a − b, pair by pair.</summary>
    internal static double[] Differences(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"a has {a.Length} values and b has {b.Length}; pairs need as many of each", nameof(b));
        }

        var differences = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            differences[i] = a[i] - b[i];
        }

        return differences;
    }
}
