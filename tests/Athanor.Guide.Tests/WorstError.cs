using Athanor.Data;
using Athanor.Metrics;
using Athanor.Specs;

namespace Athanor.Guide.Tests;

/// <summary>The largest error of all.</summary>
[Spec("worst-error")]
public sealed record WorstError : MetricSpec
{
    public override bool HigherIsBetter => false;

    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    public override MetricAccumulator Start(TaskInfo task) => new Worst(Key);

    private sealed class Worst : MetricAccumulator
    {
        private readonly string _key;
        private readonly RunningRows _errors;

        public Worst(string key) => (_key, _errors) = (key, Rows("errors"));

        public override double Value() => _errors.All()?.max().item<double>() ?? double.NaN;

        protected override void Read(in MetricInput x)
        {
            MetricInput fitted = x.Fit(_key);
            _errors.Add((fitted.Prediction - fitted.Target).abs().flatten().max().unsqueeze(0));
        }
    }
}
