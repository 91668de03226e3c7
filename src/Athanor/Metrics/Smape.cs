using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Symmetric mean absolute percentage error, in percent: 200 · |F − A| / (|F| + |A|), 0 to 200.</summary>
/// <remarks>Forecast and actual value of one shape, such as [series, time]; the mean over unmasked places, of which one with 0/0 counts 0. Source: Makridakis 1993, as in M4.</remarks>
[Spec("smape")]
public sealed record Smape : MeanMetric
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        (Tensor forecast, Tensor actual) = ValuePairs.Of(x, Key);
        return ForecastErrors.Symmetric(forecast, actual);
    }
}
