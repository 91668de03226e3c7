namespace Athanor.Evaluation;

/// <summary>Nemenyi's critical difference: how far apart average ranks must be for two treatments to differ.</summary>
/// <param name="Q">The quantile of the studentized range with k groups and df = ∞, divided by √2.</param>
/// <param name="CriticalDifference">q · √(k(k + 1)/(6n)), in ranks.</param>
public sealed record NemenyiTest(double Q, double CriticalDifference)
{
    /// <summary>For <paramref name="treatments"/> ranked in <paramref name="blocks"/>. Source: Demšar 2006.</summary>
    /// <param name="treatments">k, at least 2.</param>
    /// <param name="blocks">n, at least 1.</param>
    /// <param name="alpha">The level of the whole family, between 0 and 1. Default 0.05.</param>
    public static NemenyiTest Of(int treatments, int blocks, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(treatments, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        Check.Probability(alpha);
        double q = RangeQuantile(1 - alpha, treatments) / Math.Sqrt(2);
        return new NemenyiTest(q, q * Math.Sqrt(treatments * (treatments + 1.0) / (6.0 * blocks)));
    }

    // With infinite degrees of freedom the studentized range is that of k standard normal values.
    private static double RangeQuantile(double probability, int k)
    {
        double low = 0;
        double high = 1;
        while (RangeBelow(high, k) < probability)
        {
            (low, high) = (high, 2 * high);
        }

        for (int step = 0; step < 60 && high - low > 1e-13 * high; step++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = RangeBelow(middle, k) < probability ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    // P(range ≤ r) = k ∫ φ(z) (Φ(z) − Φ(z − r))^(k−1) dz, z being the largest; beyond 9 the density is below 1e-18.
    private static double RangeBelow(double r, int k) =>
        k * Quadrature.Integrate(z => StandardNormal.Density(z) * Math.Pow(StandardNormal.Below(z) - StandardNormal.Below(z - r), k - 1), -9, 9, panels: 24);
}
