namespace Athanor.Evaluation;

/// <summary>How a bootstrap turns its resampled statistics into an interval.</summary>
public enum BootstrapMethod
{
    /// <summary>Their quantiles (1 ∓ confidence)/2.</summary>
    Percentile,

    /// <summary>Bias-corrected and accelerated (Efron 1987): quantiles shifted by how far the resamples lean and how skewed the statistic is.</summary>
    BiasCorrectedAccelerated,
}
