namespace Athanor.Evaluation;

/// <summary>How far a classifier's confidence is from how often it is right: the expected calibration error and the bins of a reliability diagram.</summary>
/// <remarks>
/// Confidence is the largest probability. Bins are of equal width; an edge belongs to the bin above it, 1 to the last. The error is the mean over samples of
/// |accuracy − confidence| of their bin (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017, eq. 3).
/// </remarks>
public sealed record Calibration
{
    /// <summary>Bins by default, as in Guo et al. 2017.</summary>
    public const int DefaultBins = 15;

    private const int MostBins = 1_000_000;

    private Calibration(IReadOnlyList<CalibrationBin> bins, int samples)
    {
        Bins = bins;
        Error = bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / samples;
    }

    /// <summary>The expected calibration error, in [0, 1]; 0 is perfect.</summary>
    public double Error { get; }

    /// <summary>The bins, from 0 to 1.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Measures it.</summary>
    /// <param name="samples">Logits and labels.</param>
    /// <param name="bins">How many ranges; at least 1. Default 15.</param>
    /// <param name="temperature">Divides the logits first. Default 1.</param>
    /// <exception cref="ArgumentException">The number of bins or the temperature is out of range.</exception>
    public static Calibration Of(LabelledLogits samples, int bins = DefaultBins, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, MostBins);
        var count = new int[bins];
        var confidence = new double[bins];
        var hits = new int[bins];
        foreach ((double[] logits, int label) in samples.Samples)
        {
            double[] probabilities = Logits.Softmax(logits, temperature);
            int predicted = Logits.Largest(logits);
            int bin = Math.Min((int)(bins * probabilities[predicted]), bins - 1);
            count[bin]++;
            confidence[bin] += probabilities[predicted];
            hits[bin] += predicted == label ? 1 : 0;
        }

        return new Calibration(
            [
                .. Enumerable.Range(0, bins).Select(i => new CalibrationBin(
                    (double)i / bins, (i + 1.0) / bins, count[i], count[i] == 0 ? 0 : confidence[i] / count[i], count[i] == 0 ? 0 : (double)hits[i] / count[i])),
            ],
            samples.Count);
    }
}
