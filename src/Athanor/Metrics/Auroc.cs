using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>The area under the receiver operating characteristic: how likely a sample of the class has a higher score than one that is not; ties count one half.</summary>
/// <remarks>
/// Logits [samples, classes, …] (by their softmax, one class against the rest) or of yes or no, labels [samples, …]. NaN for a class that all or no samples are of,
/// and so the macro mean. Keeps all scores: 8 bytes × classes a place and more. Source: Hanley and McNeil 1982.
/// </remarks>
[Spec("auroc")]
public sealed record Auroc : RankMetric
{
    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<(double Positive, double Negative)> ranks, double positive, double negative)
    {
        (double above, double area) = (0, 0);
        foreach ((double hits, double others) in ranks)
        {
            area += others * (above + (hits / 2));
            above += hits;
        }

        return area / (positive * negative);
    }
}
