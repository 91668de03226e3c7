using static TorchSharp.torch;

namespace Athanor.Diagnosis;

/// <summary>The simple gradient noise scale: the batch size around which more samples an update begin to pay less.</summary>
/// <param name="GradientNormSquared">Estimate of the true gradient's ‖G‖², free of the batch's noise. Below 0 where the noise hides the gradient: take more steps, or larger batches.</param>
/// <param name="TraceSigma">Estimate of tr Σ, the summed variance of a single sample's gradient.</param>
/// <remarks>Source: McCandlish, Kaplan, Amodei et al. 2018, appendix A: B_simple = tr Σ ÷ ‖G‖².</remarks>
public sealed record GradientNoiseScale(double GradientNormSquared, double TraceSigma)
{
    /// <summary>tr Σ ÷ ‖G‖², in samples. Much smaller batches are mostly noise, much larger ones mostly repeat themselves. Below 0 where <see cref="GradientNormSquared"/> is.</summary>
    public double NoiseScale => TraceSigma / GradientNormSquared;

    /// <summary>From the norms of gradients of two batch sizes at the same weights, one pair a step: both means are taken before their ratio (eqs. A.2 and A.3).</summary>
    /// <param name="batchSmall">Samples in the smaller batch; at least 1.</param>
    /// <param name="normsSquaredSmall">‖G‖² of the mean gradient over the smaller batch, by step.</param>
    /// <param name="batchBig">Samples in the larger batch; more than <paramref name="batchSmall"/>.</param>
    /// <param name="normsSquaredBig">‖G‖² of the mean gradient over the larger batch, by step; as many.</param>
    /// <exception cref="ArgumentException">The sizes don't grow, or the series are empty or of different lengths.</exception>
    public static GradientNoiseScale OfTwoBatches(long batchSmall, ReadOnlySpan<double> normsSquaredSmall, long batchBig, ReadOnlySpan<double> normsSquaredBig)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSmall, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(batchBig, batchSmall);
        if (normsSquaredSmall.IsEmpty || normsSquaredSmall.Length != normsSquaredBig.Length)
        {
            throw new ArgumentException($"a pair of norms a step is needed; there are {normsSquaredSmall.Length} and {normsSquaredBig.Length}", nameof(normsSquaredBig));
        }

        double gradient = 0;
        double noise = 0;
        for (int step = 0; step < normsSquaredSmall.Length; step++)
        {
            (double small, double big) = (normsSquaredSmall[step], normsSquaredBig[step]);
            gradient += ((batchBig * big) - (batchSmall * small)) / (batchBig - batchSmall);
            noise += (small - big) / ((1.0 / batchSmall) - (1.0 / batchBig));
        }

        return new GradientNoiseScale(gradient / normsSquaredSmall.Length, noise / normsSquaredSmall.Length);
    }

    /// <summary>From the gradients of single samples at the same weights: tr Σ is their sample covariance's trace, ‖G‖² the mean gradient's less what of it is noise.</summary>
    /// <param name="gradients">[samples, parameters], at least two samples; computed in float64.</param>
    /// <exception cref="ArgumentException">Not of that shape.</exception>
    public static GradientNoiseScale OfSamples(Tensor gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.dim() != 2 || gradients.shape[0] < 2)
        {
            throw new ArgumentException($"gradients are [samples, parameters] of at least two samples, not [{string.Join(", ", gradients.shape)}]", nameof(gradients));
        }

        using var scope = NewDisposeScope();
        using IDisposable unwatched = no_grad();
        Tensor all = gradients.to_type(ScalarType.Float64);
        double trace = all.var(0L, unbiased: true).sum().item<double>();
        double mean = all.mean([0L]).square().sum().item<double>();
        return new GradientNoiseScale(mean - (trace / gradients.shape[0]), trace);
    }
}
