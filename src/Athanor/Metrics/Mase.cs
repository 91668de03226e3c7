using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Mean absolute scaled error: |A − F| in units of the series' own mean in-sample error of the seasonal naive forecast; below 1 is better than that.</summary>
/// <remarks>
/// Forecast and target [series, …], usually [series, time]; the batch's field <c>insample</c> [series, past] holds each series' past, shorter ones filled up with NaN. The
/// mean over unmasked places; one whose scale is 0 counts 0. Source: Hyndman and Koehler 2006.
/// </remarks>
[Spec("mase")]
public sealed record Mase : MeanMetric
{
    /// <summary>The season's length in steps: 24 for hours of the day, 12 for months. Default 1, the last value; at least 1, and less than the past is long.</summary>
    public int Frequency { get; init; } = 1;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(Frequency, 1);

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        (Tensor forecast, Tensor actual) = ValuePairs.Of(x, Key);
        return ForecastErrors.Scaled(forecast, actual, ForecastErrors.Scale(x, Frequency, Key));
    }
}
