using MathNet.Numerics;

namespace Athanor.Evaluation;

/// <summary>Student's t distribution with any positive degrees of freedom.</summary>
internal static class StudentT
{
    /// <summary>P(|T| ≥ |t|).</summary>
    public static double TwoSided(double t, double df) => double.IsNaN(t) || double.IsNaN(df)
        ? double.NaN
        : double.IsInfinity(t) ? 0 : SpecialFunctions.BetaRegularized(0.5 * df, 0.5, df / (df + (t * t)));

    /// <summary>The t > 0 with P(|T| ≥ t) = <paramref name="alpha"/>.</summary>
    /// <remarks>
    /// MathNet's own quantile stops its root search at an absolute tolerance; Newton's step on the tail, kept within a bracket, ends at the
    /// last bits instead.
    /// </remarks>
    public static double Critical(double alpha, double df)
    {
        if (double.IsNaN(df))
        {
            return double.NaN;
        }

        double low = 0;
        double high = 1;
        while (TwoSided(high, df) > alpha)
        {
            low = high;
            high *= 2;
        }

        double logNormalizer = SpecialFunctions.GammaLn(0.5 * (df + 1)) - SpecialFunctions.GammaLn(0.5 * df) - (0.5 * Math.Log(Math.PI * df));
        double t = 0.5 * (low + high);
        for (int step = 0; step < 200; step++)
        {
            double excess = TwoSided(t, df) - alpha;
            (low, high) = excess > 0 ? (t, high) : (low, t);
            double density = Math.Exp(logNormalizer - (0.5 * (df + 1) * Math.Log(1 + (t * t / df))));
            double next = t + (excess / (2 * density));
            next = next > low && next < high ? next : 0.5 * (low + high);
            if (Math.Abs(next - t) <= 1e-15 * next)
            {
                return next;
            }

            t = next;
        }

        return t;
    }
}
