using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Of a class's samples, the share that was found: TP / (TP + FN).</summary>
/// <remarks>Logits [samples, classes, …] or of yes or no, labels [samples, …]. A class that never occurs has 0.</remarks>
[Spec("recall")]
public sealed record Recall : ClassScoreMetric
{
    /// <inheritdoc/>
    protected override double Score(double hits, double predicted, double actual) => hits / actual;
}
