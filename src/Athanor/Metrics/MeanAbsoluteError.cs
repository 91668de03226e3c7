using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The mean absolute error, in units of the target.</summary>
/// <remarks>Prediction and target of one shape (or with one axis of 1 more), all elements as one set.</remarks>
[Spec("mae")]
public sealed record MeanAbsoluteError : MeanMetric
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        (Tensor prediction, Tensor target) = ValuePairs.Of(x, Key);
        return (prediction - target).abs();
    }
}
