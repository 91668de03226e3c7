namespace Athanor.Evaluation;

/// <summary>Wilson's score interval of a share, without continuity correction: an accuracy, a share of diverged trials.</summary>
/// <param name="Proportion">Successes over trials; NaN without trials.</param>
/// <param name="Low">The lower end, not below 0.</param>
/// <param name="High">The upper end, not above 1.</param>
public sealed record WilsonInterval(double Proportion, double Low, double High)
{
    /// <summary>The interval for <paramref name="successes"/> of <paramref name="trials"/>. Source: Wilson 1927.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="confidence">Between 0 and 1. Default 0.95.</param>
    public static WilsonInterval Of(long successes, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        Check.Probability(confidence);
        double z = StandardNormal.Quantile(0.5 * (1 + confidence));
        double n = trials;
        double share = successes / n;
        double middle = (share + (z * z / (2 * n))) / (1 + (z * z / n));
        double half = z / (1 + (z * z / n)) * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        return new WilsonInterval(share, Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
