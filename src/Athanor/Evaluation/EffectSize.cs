using MathNet.Numerics;

namespace Athanor.Evaluation;

/// <summary>How large a difference between two samples is, free of their unit. Positive where a is larger.</summary>
public static class EffectSize
{
    /// <summary>Cohen's d: (mean a − mean b) over the pooled standard deviation. Cohen 1988.</summary>
    public static double CohenD(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double squares = ((a.Length - 1) * Descriptive.Variance(a)) + ((b.Length - 1) * Descriptive.Variance(b));
        return (Descriptive.Mean(a) - Descriptive.Mean(b)) / Math.Sqrt(squares / (a.Length + b.Length - 2));
    }

    /// <summary>Hedges' g: Cohen's d without its small-sample bias.</summary>
    /// <remarks>Hedges 1981, by the exact factor Γ(df/2)/(√(df/2) Γ((df−1)/2)), not by 1 − 3/(4df − 1).</remarks>
    public static double HedgesG(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double df = a.Length + b.Length - 2;
        return CohenD(a, b) * Math.Exp(SpecialFunctions.GammaLn(0.5 * df) - SpecialFunctions.GammaLn(0.5 * (df - 1))) / Math.Sqrt(0.5 * df);
    }

    /// <summary>Cohen's d of paired differences: their mean over their standard deviation.</summary>
    public static double CohenDz(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] differences = Descriptive.Differences(a, b);
        return Descriptive.Mean(differences) / Descriptive.StandardDeviation(differences);
    }

    /// <summary>Cliff's delta: the share of pairs with a > b less the share with a &lt; b. Cliff 1993.</summary>
    public static double CliffDelta(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => (2 * Superiority(a, b)) - 1;

    /// <summary>Vargha and Delaney's A₁₂: the share of pairs with a > b, ties counted half. Vargha &amp; Delaney 2000.</summary>
    public static double Superiority(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double wins = 0;
        foreach (double x in a)
        {
            foreach (double y in b)
            {
                wins += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }

        return wins / ((double)a.Length * b.Length);
    }

    /// <summary>The common-language effect size of two normal samples: Φ((mean a − mean b)/√(sd²a + sd²b)). McGraw &amp; Wong 1992.</summary>
    public static double CommonLanguage(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        StandardNormal.Below((Descriptive.Mean(a) - Descriptive.Mean(b)) / Math.Sqrt(Descriptive.Variance(a) + Descriptive.Variance(b)));
}
