using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Overall weighted average of the M4 competition: (sMAPE / sMAPE of the naive forecast + MASE / its MASE) / 2; below 1 is better than naive.</summary>
/// <remarks>
/// Reads two fields of the batch beside forecast and target [series, time]: <c>insample</c> [series, past] as <see cref="Mase"/> does, and <c>naive</c> [series, time], the
/// reference forecast. Details: <c>owa/smape</c>, <c>owa/mase</c>, <c>owa/naive-smape</c>, <c>owa/naive-mase</c>. Source: Makridakis, Spiliotis and Assimakopoulos 2018.
/// Averages over all unmasked places as one set, so a long forecast weighs more than a short one; M4 averages by series first.
/// </remarks>
[Spec("owa")]
public sealed record Owa : MetricSpec
{
    /// <summary>The season's length in steps. Default 1; at least 1, and less than the past is long.</summary>
    public int Frequency { get; init; } = 1;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    public override MetricAccumulator Start(TaskInfo task) => new Accumulator(this);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(Frequency, 1);

    private sealed class Accumulator : MetricAccumulator
    {
        private readonly Owa _metric;
        private readonly RunningMean _smape;
        private readonly RunningMean _mase;
        private readonly RunningMean _naiveSmape;
        private readonly RunningMean _naiveMase;

        public Accumulator(Owa metric)
        {
            _metric = metric;
            (_smape, _mase, _naiveSmape, _naiveMase) = (Mean("smape"), Mean("mase"), Mean("naive-smape"), Mean("naive-mase"));
        }

        public override double Value() => ((_smape.Value() / _naiveSmape.Value()) + (_mase.Value() / _naiveMase.Value())) / 2;

        public override IReadOnlyDictionary<string, double> Details() => new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["smape"] = _smape.Value(),
            ["mase"] = _mase.Value(),
            ["naive-smape"] = _naiveSmape.Value(),
            ["naive-mase"] = _naiveMase.Value(),
        };

        protected override void Read(in MetricInput x)
        {
            Tensor scale = ForecastErrors.Scale(x, _metric.Frequency, _metric.Key);
            Add(x, scale, _smape, _mase);
            Add(x with { Prediction = x[ForecastErrors.Naive] }, scale, _naiveSmape, _naiveMase);
        }

        private void Add(in MetricInput x, Tensor scale, RunningMean smape, RunningMean mase)
        {
            (Tensor forecast, Tensor actual) = ValuePairs.Of(x, _metric.Key);
            Tensor? factor = x.Factor(actual);
            smape.Add(ForecastErrors.Symmetric(forecast, actual), factor);
            mase.Add(ForecastErrors.Scaled(forecast, actual, scale), factor);
        }
    }
}
