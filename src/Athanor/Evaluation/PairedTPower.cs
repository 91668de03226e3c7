using MathNet.Numerics;

namespace Athanor.Evaluation;

/// <summary>The power of the two-sided paired t-test: how likely it sees an effect that is there, and how many pairs that takes.</summary>
/// <remarks>Noncentral t with df = n − 1 and noncentrality effectSize · √n, both tails counted.</remarks>
public static class PairedTPower
{
    private const int MostPairs = 1 << 24;

    /// <summary>The power with <paramref name="pairs"/> pairs.</summary>
    /// <param name="effectSize">Mean difference over its standard deviation (Cohen's dz).</param>
    /// <param name="pairs">At least 2.</param>
    /// <param name="alpha">The level, between 0 and 1. Default 0.05.</param>
    public static double Power(double effectSize, int pairs, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 2);
        Check.Probability(alpha);
        double df = pairs - 1;
        double critical = StudentT.Critical(alpha, df);
        double shift = Math.Abs(effectSize) * Math.Sqrt(pairs);
        // T = (Z + shift)/s with s² = χ²/df, so the power is the mean over s of Z's two tails beyond ±critical·s.
        double logScale = (0.5 * df * Math.Log(0.5 * df)) + Math.Log(2) - SpecialFunctions.GammaLn(0.5 * df);
        double Density(double s) => Math.Exp(logScale + ((df - 1) * Math.Log(s)) - (0.5 * df * s * s));
        double Rejected(double s) => Density(s) * (StandardNormal.Above((critical * s) - shift) + StandardNormal.Below((-critical * s) - shift));
        // The density of s lies within low and high, and the upper tail falls from 1 to 0 within the step: narrow where the critical value is large.
        double low = Math.Max(0, 1 - (11 / Math.Sqrt(df)));
        double high = 1 + (11 / Math.Sqrt(df));
        double stepFrom = Math.Clamp((shift - 9) / critical, low, high);
        double stepTo = Math.Clamp((shift + 9) / critical, low, high);
        double power = Quadrature.Integrate(Rejected, low, stepFrom, panels: 64)
            + Quadrature.Integrate(Rejected, stepFrom, stepTo, panels: 64)
            + Quadrature.Integrate(Rejected, stepTo, high, panels: 64);
        return Math.Min(1, power);
    }

    /// <summary>The least number of pairs, from 2, that reaches <paramref name="power"/>.</summary>
    /// <param name="effectSize">Mean difference over its standard deviation; not 0.</param>
    /// <param name="power">Between 0 and 1, such as 0.8.</param>
    /// <param name="alpha">The level, between 0 and 1. Default 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">The effect is so small that 16 million pairs don't show it.</exception>
    public static int Pairs(double effectSize, double power, double alpha = 0.05)
    {
        Check.Probability(power);
        int enough = 2;
        while (Power(effectSize, enough, alpha) < power)
        {
            enough = enough < MostPairs
                ? enough * 2
                : throw new ArgumentOutOfRangeException(
                    nameof(effectSize), effectSize, $"effectSize is {effectSize}: {MostPairs} pairs don't reach a power of {power}");
        }

        int tooFew = enough / 2;
        while (enough - tooFew > 1)
        {
            int middle = tooFew + ((enough - tooFew) / 2);
            (tooFew, enough) = Power(effectSize, middle, alpha) < power ? (middle, enough) : (tooFew, middle);
        }

        return enough;
    }
}
