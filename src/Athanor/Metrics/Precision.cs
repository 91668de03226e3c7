using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Of what was taken for a class, the share that is of it: TP / (TP + FP).</summary>
/// <remarks>Logits [samples, classes, …] or of yes or no, labels [samples, …]. A class that was never predicted has 0.</remarks>
[Spec("precision")]
public sealed record Precision : ClassScoreMetric
{
    /// <inheritdoc/>
    protected override double Score(double hits, double predicted, double actual) => hits / predicted;
}
