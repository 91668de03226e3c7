using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Dice's overlap of predicted and true places of a class: 2 TP / (2 TP + FP + FN), the same figure as F1.</summary>
/// <remarks>Logits [samples, classes, …], such as [samples, classes, height, width] of a segmentation, labels [samples, …]. Over all places added up, never a mean over images. Source: Dice 1945.</remarks>
[Spec("dice")]
public sealed record Dice : ClassScoreMetric
{
    /// <inheritdoc/>
    protected override double Score(double hits, double predicted, double actual) => 2 * hits / (predicted + actual);
}
