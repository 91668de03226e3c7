namespace Athanor.Evaluation;

/// <summary>Mann and Kendall's test for a trend in a series, with Sen's slope.</summary>
/// <param name="S">Pairs that rise minus pairs that fall.</param>
/// <param name="Variance">Of S without a trend, corrected for ties.</param>
/// <param name="Z">(S ∓ 1)/√variance; 0 when S is 0.</param>
/// <param name="P">Two-sided, from the normal distribution.</param>
/// <param name="SenSlope">The median of (xⱼ − xᵢ)/(j − i), in units of the values per step; NaN with fewer than 2 values.</param>
public sealed record MannKendallTest(long S, double Variance, double Z, double P, double SenSlope)
{
    /// <summary>Tests a series.</summary>
    /// <param name="values">Finite numbers, in order, equally spaced.</param>
    public static MannKendallTest Of(ReadOnlySpan<double> values)
    {
        Check.Finite(values);
        int n = values.Length;
        long s = 0;
        var slopes = new double[n * (n - 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                s += Math.Sign(values[j] - values[i]);
                slopes[next++] = (values[j] - values[i]) / (j - i);
            }
        }

        double ties = Midranks.Of(values).TieSizes.Sum(t => (double)t * (t - 1) * ((2 * t) + 5));
        double variance = (((double)n * (n - 1) * ((2 * n) + 5)) - ties) / 18;
        double z = s == 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance);
        return new MannKendallTest(s, variance, z, StandardNormal.TwoSided(z), Descriptive.Median(slopes));
    }
}
