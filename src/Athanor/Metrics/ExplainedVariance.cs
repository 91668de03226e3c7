using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>1 − variance of the error / variance of the target: R² that forgives an error that is the same everywhere.</summary>
/// <remarks>Prediction and target of one shape (or with one axis of 1 more), all elements as one set. A constant target: 1 if the error is constant too, else 0.</remarks>
[Spec("explained-variance")]
public sealed record ExplainedVariance : VarianceMetric
{
    /// <inheritdoc/>
    protected override double Unexplained(double weight, double mean, double squaredDeviations) => squaredDeviations;
}
