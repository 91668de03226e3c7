using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>A metric of how the scores order the samples, one class against the rest; keeps every place's logits, label and weight until its value is asked for.</summary>
public abstract record RankMetric : MetricSpec
{
    /// <summary>How the classes' values become one: <c>macro</c>, <c>weighted</c>, <c>none</c>, or <c>binary</c>. By default that of class 1 for yes or no, <c>macro</c> over several classes.</summary>
    public ClassAverage? Average { get; init; }

    /// <inheritdoc/>
    public override string Key => ClassAverages.Key(base.Key, Average);

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => ClassAverages.Fits(Average, task);

    /// <inheritdoc/>
    public sealed override MetricAccumulator Start(TaskInfo task) => new Ranking(this, task);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) =>
        at.Require(Average != ClassAverage.Micro, "counts of several classes can't be added up to one ranking; choose macro, weighted or none", nameof(Average));

    /// <summary>The value of one class, from samples in falling order of their scores.</summary>
    /// <param name="ranks">Samples of one score each, the highest first: what they weigh where they are of the class, and where they are not.</param>
    /// <param name="positive">What all samples of the class weigh.</param>
    /// <param name="negative">What all others weigh.</param>
    protected abstract double Value(IReadOnlyList<(double Positive, double Negative)> ranks, double positive, double negative);

    private sealed class Ranking : MetricAccumulator
    {
        private readonly RankMetric _metric;
        private readonly TaskInfo _task;
        private readonly RunningRows _scores;
        private readonly RunningRows _labels;
        private readonly RunningRows _weights;

        public Ranking(RankMetric metric, TaskInfo task)
        {
            (_metric, _task) = (metric, task);
            (_scores, _labels, _weights) = (Rows("scores"), Rows("labels"), Rows("weights"));
        }

        public override double Value()
        {
            (double Value, double Weight)[] classes = Classes();
            double total = classes.Sum(one => one.Weight);
            return classes.Length == 0 ? double.NaN : ClassAverages.Of(_metric.Average, _task) switch
            {
                ClassAverage.Binary => classes[1].Value,
                ClassAverage.Weighted => classes.Where(one => one.Weight > 0).Sum(one => one.Weight * one.Value) / total,
                _ => classes.Average(one => one.Value),
            };
        }

        public override IReadOnlyDictionary<string, double> Details() => ClassAverages.Details(_metric.Average, Classes().Select(one => one.Value));

        protected override void Read(in MetricInput x)
        {
            Labelled places = Labelled.Of(x, _task, _metric.Key);
            _scores.Add(_task.Kind == TaskKind.Binary ? places.Counting(places.Logits) : places.CountingByClass(places.Logits));
            _labels.Add(places.Counting(places.Labels));
            _weights.Add(places.CountingFactors());
        }

        private (double Value, double Weight)[] Classes()
        {
            if (_scores.All() is not { } scores)
            {
                return [];
            }

            using var scope = NewDisposeScope();
            Tensor wide = scores.to_type(ScalarType.Float64);
            Tensor columns = _task.Kind == TaskKind.Binary ? stack([-wide, wide]) : wide.softmax(1).t();
            long[] labels = _labels.All()!.data<long>().ToArray();
            double[] weights = _weights.All()!.data<double>().ToArray();
            return [.. Enumerable.Range(0, (int)columns.shape[0]).Select(label => Of(columns[label].contiguous().data<double>().ToArray(), labels, weights, label))];
        }

        private (double Value, double Weight) Of(double[] scores, long[] labels, double[] weights, int label)
        {
            int[] order = [.. Enumerable.Range(0, scores.Length)];
            Array.Sort([.. scores.Select(score => -score)], order);
            var ranks = new List<(double Positive, double Negative)>();
            for (int i = 0; i < order.Length; i++)
            {
                int row = order[i];
                if (i == 0 || !scores[row].Equals(scores[order[i - 1]]))
                {
                    ranks.Add((0, 0));
                }

                (double positive, double negative) = ranks[^1];
                ranks[^1] = labels[row] == label ? (positive + weights[row], negative) : (positive, negative + weights[row]);
            }

            double of = ranks.Sum(rank => rank.Positive);
            bool ordered = !scores.Any(double.IsNaN);
            return (ordered ? _metric.Value(ranks, of, ranks.Sum(rank => rank.Negative)) : double.NaN, of);
        }
    }
}
