namespace Athanor.Evaluation;

/// <summary>A mean and Student's confidence interval around it, in the unit of the values.</summary>
/// <param name="Count">How many values there are.</param>
/// <param name="Mean">Their mean; NaN for none.</param>
/// <param name="StandardDeviation">Their standard deviation, n − 1 in the denominator; NaN with fewer than 2.</param>
/// <param name="StandardError">The standard deviation divided by √n; NaN with fewer than 2.</param>
/// <param name="Low">The lower end: mean − t((1 + confidence)/2, n − 1) · standard error; NaN with fewer than 2.</param>
/// <param name="High">The upper end; NaN with fewer than 2.</param>
public sealed record MeanInterval(int Count, double Mean, double StandardDeviation, double StandardError, double Low, double High)
{
    /// <summary>The interval of the mean of <paramref name="values"/>.</summary>
    /// <param name="values">Finite numbers; any count.</param>
    /// <param name="confidence">The share of intervals that cover the mean, between 0 and 1. Default 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not between 0 and 1.</exception>
    public static MeanInterval Of(ReadOnlySpan<double> values, double confidence = 0.95)
    {
        Check.Probability(confidence);
        double mean = Descriptive.Mean(values);
        double deviation = Descriptive.StandardDeviation(values);
        double error = deviation / Math.Sqrt(values.Length);
        double half = values.Length < 2 ? double.NaN : StudentT.Critical(1 - confidence, values.Length - 1) * error;
        return new MeanInterval(values.Length, mean, deviation, error, mean - half, mean + half);
    }

    /// <summary>The interval of the mean difference a − b of pairs.</summary>
    /// <param name="a">Finite numbers.</param>
    /// <param name="b">As many, each the partner of the value of <paramref name="a"/> at its place.</param>
    /// <param name="confidence">Between 0 and 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static MeanInterval OfDifferences(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double confidence = 0.95) =>
        Of(Descriptive.Differences(a, b), confidence);
}
