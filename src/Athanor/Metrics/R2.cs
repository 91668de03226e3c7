using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>The coefficient of determination R²: 1 − Σ (y − ŷ)² / Σ (y − mean y)²; 1 is perfect, 0 no better than the mean, below 0 worse.</summary>
/// <remarks>Prediction and target of one shape (or with one axis of 1 more), all elements as one set. A constant target: 1 if perfect, else 0. Source: Wright 1921.</remarks>
[Spec("r2")]
public sealed record R2 : VarianceMetric
{
    /// <inheritdoc/>
    protected override double Unexplained(double weight, double mean, double squaredDeviations) => squaredDeviations + (weight * mean * mean);
}
