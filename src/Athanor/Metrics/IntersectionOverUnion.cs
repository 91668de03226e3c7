using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Intersection over union (Jaccard's index) of predicted and true places of a class: TP / (TP + FP + FN).</summary>
/// <remarks>Logits [samples, classes, …], such as [samples, classes, height, width] of a segmentation, labels [samples, …]. Over all places added up, never a mean over images. Source: Jaccard 1912.</remarks>
[Spec("iou")]
public sealed record IntersectionOverUnion : ClassScoreMetric
{
    /// <inheritdoc/>
    protected override double Score(double hits, double predicted, double actual) => hits / (predicted + actual - hits);
}
