using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Sorts places by how sure the model is into the bins of a reliability diagram; its value is the expected calibration error.</summary>
/// <remarks>
/// Confidence is the largest probability (of yes or no, the larger of the two). Bin = floor(bins · confidence), so that an edge belongs to the bin above, and 1 to the last.
/// </remarks>
public sealed class ReliabilityCounter : MetricAccumulator
{
    private readonly TaskInfo _task;
    private readonly int _bins;
    private readonly string _metric;
    private readonly RunningTable _sums;

    /// <summary>Bins of equal width over 0 to 1.</summary>
    /// <param name="task">What the model answers.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="metric">The name that refusals say.</param>
    public ReliabilityCounter(TaskInfo task, int bins = 15, string metric = "ece")
    {
        (_task, _bins, _metric) = (task, bins, metric);
        _sums = Table("bins", 3, bins);
    }

    /// <summary>The bins so far, from confidence 0 up.</summary>
    public IReadOnlyList<ReliabilityBin> Bins()
    {
        double[] sums = _sums.Values();
        return
        [
            .. Enumerable.Range(0, _bins).Select(bin => sums[bin] == 0
                ? default
                : new ReliabilityBin(sums[bin], sums[_bins + bin] / sums[bin], sums[(2 * _bins) + bin] / sums[bin])),
        ];
    }

    /// <inheritdoc/>
    public override double Value()
    {
        IReadOnlyList<ReliabilityBin> bins = Bins();
        return bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / bins.Sum(bin => bin.Count);
    }

    /// <inheritdoc/>
    protected override void Read(in MetricInput x)
    {
        Labelled places = Labelled.Of(x, _task, _metric);
        Tensor probabilities = places.Probabilities();
        Tensor confidence = places.Counting(_task.Kind == TaskKind.Binary ? maximum(probabilities, 1 - probabilities) : probabilities.amax([1L]));
        Tensor hits = places.Counting(places.Predicted() == places.Labels).to_type(ScalarType.Float64);
        Tensor factors = places.CountingFactors();
        // What is not a number has no bin; it makes the figure no number either, through its confidence.
        Tensor bin = (confidence.nan_to_num() * _bins).floor().clamp(max: _bins - 1).to_type(ScalarType.Int64);
        _sums.Add(stack([.. new[] { factors, factors * confidence, factors * hits }.Select(sums => bin.bincount(sums, _bins))]));
    }
}
