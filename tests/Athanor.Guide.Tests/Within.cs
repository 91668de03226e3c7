using Athanor.Data;
using Athanor.Metrics;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Guide.Tests;

/// <summary>The share of predictions that are no further than the tolerance from the target.</summary>
[Spec("within")]
public sealed record Within : MeanMetric
{
    public double Tolerance { get; init; } = 0.1;

    public override bool HigherIsBetter => true;

    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        MetricInput fitted = x.Fit(Key);
        return (fitted.Prediction - fitted.Target).abs() <= Tolerance;
    }
}
