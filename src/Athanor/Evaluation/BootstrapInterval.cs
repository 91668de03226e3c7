namespace Athanor.Evaluation;

/// <summary>A bootstrap confidence interval of a statistic.</summary>
/// <param name="Estimate">The statistic of the sample itself.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Bias">z₀ of the bias-corrected interval; null for percentiles.</param>
/// <param name="Acceleration">a of the accelerated interval; null for percentiles.</param>
public sealed record BootstrapInterval(double Estimate, double Low, double High, double? Bias, double? Acceleration)
{
    /// <summary>An interval from resamples that <paramref name="seed"/> alone determines.</summary>
    /// <param name="values">The sample; at least one value.</param>
    /// <param name="statistic">What is estimated.</param>
    /// <param name="method">Default: bias-corrected and accelerated.</param>
    /// <param name="confidence">Between 0 and 1. Default 0.95.</param>
    /// <param name="resamples">How many samples are drawn. Default 10,000.</param>
    /// <param name="seed">Of the draw. Default 0.</param>
    public static BootstrapInterval Of(
        ReadOnlySpan<double> values,
        SampleStatistic statistic,
        BootstrapMethod method = BootstrapMethod.BiasCorrectedAccelerated,
        double confidence = 0.95,
        int resamples = 10_000,
        int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        return Of(values, Draw(values.Length, resamples, seed), statistic, method, confidence);
    }

    /// <summary>An interval from given resamples.</summary>
    /// <param name="values">The sample; at least one value.</param>
    /// <param name="indices">One row a resample: the zero-based places of the values that it holds.</param>
    /// <param name="statistic">What is estimated.</param>
    /// <param name="method">How the interval is made.</param>
    /// <param name="confidence">Between 0 and 1. Default 0.95.</param>
    public static BootstrapInterval Of(
        ReadOnlySpan<double> values,
        IEnumerable<IReadOnlyList<int>> indices,
        SampleStatistic statistic,
        BootstrapMethod method,
        double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(statistic);
        Check.Probability(confidence);
        Check.AtLeast(values.Length, 1, nameof(values));
        double estimate = statistic(values);
        double[] resampled = Resampled(values, indices, statistic);
        if (method == BootstrapMethod.Percentile)
        {
            return Percentile(estimate, resampled, confidence);
        }

        double bias = StandardNormal.Quantile(((double)resampled.Count(r => r < estimate) + resampled.Count(r => r <= estimate)) / (2.0 * resampled.Length));
        double acceleration = JackknifeAcceleration(values, statistic);
        double At(double z) => StandardNormal.Below(bias + ((bias + z) / (1 - (acceleration * (bias + z)))));
        double z = StandardNormal.Quantile(0.5 * (1 - confidence));
        return new BootstrapInterval(
            estimate, Descriptive.QuantileOfSorted(resampled, At(z)), Descriptive.QuantileOfSorted(resampled, At(-z)), bias, acceleration);
    }

    /// <summary>The percentile interval of a statistic of all cells of runs × tasks, resampled within each task (Agarwal et al. 2021).</summary>
    /// <param name="scores">One row a run, one column a task.</param>
    /// <param name="indices">One table a resample, shaped as <paramref name="scores"/>: the zero-based run that is drawn for each cell.</param>
    /// <param name="statistic">Of all cells.</param>
    /// <param name="confidence">Between 0 and 1. Default 0.95.</param>
    public static BootstrapInterval Stratified(
        IReadOnlyList<double[]> scores, IEnumerable<IReadOnlyList<int[]>> indices, SampleStatistic statistic, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(statistic);
        Check.Probability(confidence);
        double Drawn(IReadOnlyList<int[]> table) => statistic([.. table.SelectMany(row => row.Select((run, task) => scores[run][task]))]);
        double[] resampled = [.. indices.Select(Drawn)];
        Array.Sort(resampled);
        return Percentile(statistic([.. scores.SelectMany(row => row)]), resampled, confidence);
    }

    private static BootstrapInterval Percentile(double estimate, double[] sorted, double confidence) => new(
        estimate,
        Descriptive.QuantileOfSorted(sorted, 0.5 * (1 - confidence)),
        Descriptive.QuantileOfSorted(sorted, 0.5 * (1 + confidence)),
        null,
        null);

    private static double[] Resampled(ReadOnlySpan<double> values, IEnumerable<IReadOnlyList<int>> indices, SampleStatistic statistic)
    {
        var results = new List<double>();
        double[] drawn = [];
        foreach (IReadOnlyList<int> row in indices)
        {
            drawn = drawn.Length == row.Count ? drawn : new double[row.Count];
            for (int i = 0; i < drawn.Length; i++)
            {
                drawn[i] = values[row[i]];
            }

            results.Add(statistic(drawn));
        }

        results.Sort();
        return [.. results];
    }

    // Σu³ / (6 (Σu²)^1.5) over the jackknife; 0 where leaving any value out changes nothing.
    private static double JackknifeAcceleration(ReadOnlySpan<double> values, SampleStatistic statistic)
    {
        var jackknife = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            jackknife[i] = statistic([.. values[..i], .. values[(i + 1)..]]);
        }

        double mean = Descriptive.Mean(jackknife);
        double squares = jackknife.Sum(j => (mean - j) * (mean - j));
        double cubes = jackknife.Sum(j => (mean - j) * (mean - j) * (mean - j));
        return squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }

    private static IEnumerable<int[]> Draw(int length, int resamples, int seed)
    {
        var random = new Random(seed);
        var row = new int[length];
        for (int r = 0; r < resamples; r++)
        {
            for (int i = 0; i < length; i++)
            {
                row[i] = random.Next(length);
            }

            yield return row;
        }
    }
}
