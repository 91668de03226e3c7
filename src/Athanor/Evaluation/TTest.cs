namespace Athanor.Evaluation;

/// <summary>Student's t-test of a mean difference, two-sided.</summary>
/// <param name="MeanDifference">mean a − mean b.</param>
/// <param name="T">The difference over its standard error.</param>
/// <param name="DegreesOfFreedom">n − 1, or Welch and Satterthwaite's.</param>
/// <param name="P">The two-sided p; NaN where a sample is too small to have a variance.</param>
/// <param name="Low">The lower end of the 95% interval of the mean difference.</param>
/// <param name="High">The upper end.</param>
public sealed record TTest(double MeanDifference, double T, double DegreesOfFreedom, double P, double Low, double High)
{
    /// <summary>The paired test of a − b.</summary>
    /// <param name="a">Finite numbers.</param>
    /// <param name="b">As many, each the partner of the value of <paramref name="a"/> at its place.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static TTest Paired(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        MeanInterval interval = MeanInterval.OfDifferences(a, b);
        return FromError(interval.Mean, interval.StandardError, a.Length > 1 ? a.Length - 1 : double.NaN);
    }

    /// <summary>Welch's test of two independent samples, whose variances may differ.</summary>
    /// <remarks>Welch 1947. Where neither sample varies, the degrees of freedom are 1, as in SciPy.</remarks>
    public static TTest Welch(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double partA = Descriptive.Variance(a) / a.Length;
        double partB = Descriptive.Variance(b) / b.Length;
        double df = (partA + partB) * (partA + partB) / ((partA * partA / (a.Length - 1)) + (partB * partB / (b.Length - 1)));
        df = partA + partB == 0 ? 1 : df;
        return FromError(Descriptive.Mean(a) - Descriptive.Mean(b), Math.Sqrt(partA + partB), df);
    }

    private static TTest FromError(double difference, double error, double df)
    {
        double t = difference / error;
        double half = StudentT.Critical(0.05, df) * error;
        return new TTest(difference, t, df, StudentT.TwoSided(t, df), difference - half, difference + half);
    }
}
