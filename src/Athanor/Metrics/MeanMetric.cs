using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>A metric that is the mean of one value a place, each counting its mask times its sample's weight: what most are.</summary>
public abstract record MeanMetric : MetricSpec
{
    /// <inheritdoc/>
    public sealed override MetricAccumulator Start(TaskInfo task) => new MeanAccumulator(this, task);

    /// <summary>The values by place, [samples, …]; numbers or true and false.</summary>
    /// <param name="x">Prediction, target and what else the batch holds.</param>
    /// <param name="task">What the model answers.</param>
    protected abstract Tensor Values(in MetricInput x, TaskInfo task);

    /// <summary>What is done to the mean; nothing by default.</summary>
    protected virtual double Finish(double mean) => mean;

    private sealed class MeanAccumulator : MetricAccumulator
    {
        private readonly MeanMetric _metric;
        private readonly TaskInfo _task;
        private readonly RunningMean _mean;

        public MeanAccumulator(MeanMetric metric, TaskInfo task)
        {
            (_metric, _task) = (metric, task);
            _mean = Mean("mean");
        }

        public override double Value() => _metric.Finish(_mean.Value());

        protected override void Read(in MetricInput x)
        {
            Tensor values = _metric.Values(x, _task);
            _mean.Add(values, x.Factor(values));
        }
    }
}
