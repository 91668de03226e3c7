using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Mean absolute percentage error, as a fraction: |prediction − target| / |target|, 0.1 being 10%.</summary>
/// <remarks>Prediction and target of one shape (or with one axis of 1 more), all unmasked elements as one set. A place whose target is 0 counts 0 (scikit-learn: a huge number).</remarks>
[Spec("mape")]
public sealed record Mape : MeanMetric
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        (Tensor prediction, Tensor target) = ValuePairs.Of(x, Key);
        return ValuePairs.Quotient((prediction - target).abs(), target.abs());
    }
}
