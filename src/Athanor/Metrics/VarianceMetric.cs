using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>A metric that compares the error with how much the target varies; all elements as one set.</summary>
public abstract record VarianceMetric : MetricSpec
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    public sealed override MetricAccumulator Start(TaskInfo task) => new Accumulator(this);

    /// <summary>What of the error counts, given its weight, mean and squared deviations.</summary>
    protected abstract double Unexplained(double weight, double mean, double squaredDeviations);

    private sealed class Accumulator : MetricAccumulator
    {
        private readonly VarianceMetric _metric;
        private readonly RunningMoments _error;
        private readonly RunningMoments _target;

        public Accumulator(VarianceMetric metric)
        {
            _metric = metric;
            (_error, _target) = (Moments("error"), Moments("target"));
        }

        public override double Value()
        {
            (double weight, double mean, double squares) = _error.Value();
            double unexplained = _metric.Unexplained(weight, mean, squares);
            double total = _target.Value().SquaredDeviations;
            return weight == 0 ? double.NaN
                : total == 0 ? (unexplained == 0 ? 1 : 0)
                : 1 - (unexplained / total);
        }

        protected override void Read(in MetricInput x)
        {
            (Tensor prediction, Tensor target) = ValuePairs.Of(x, _metric.Key);
            Tensor? factor = x.Factor(target);
            _error.Add(target - prediction, factor);
            _target.Add(target, factor);
        }
    }
}
