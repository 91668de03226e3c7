using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).</summary>
/// <remarks>Logits [samples, classes, …] or of yes or no, labels [samples, …]. A class that neither occurs nor is predicted has 0. Source: van Rijsbergen 1979, with β = 1.</remarks>
[Spec("f1")]
public sealed record F1 : ClassScoreMetric
{
    /// <inheritdoc/>
    protected override double Score(double hits, double predicted, double actual) => 2 * hits / (predicted + actual);
}
