using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Average precision: the precision at each score, weighed by how much recall it adds; for rare classes it says more than AUROC.</summary>
/// <remarks>
/// Logits [samples, classes, …] (by their softmax, one class against the rest) or of yes or no, labels [samples, …]. Σ (R_n − R_(n−1)) P_n over distinct scores,
/// without interpolation; 0 for a class that no sample is of. Keeps all scores. Source: Zhu 2004, as scikit-learn computes it.
/// </remarks>
[Spec("average-precision")]
public sealed record AveragePrecision : RankMetric
{
    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<(double Positive, double Negative)> ranks, double positive, double negative)
    {
        (double hits, double all, double sum) = (0, 0, 0);
        foreach ((double more, double others) in ranks)
        {
            hits += more;
            all += more + others;
            sum += more == 0 ? 0 : more / positive * hits / all;
        }

        return sum;
    }
}
