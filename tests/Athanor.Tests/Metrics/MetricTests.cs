using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Metrics;
using Athanor.Persistence;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Metrics;

public sealed class MetricTests
{
    private static readonly Gen<(MetricSpec Metric, TaskKind Kind)> Metrics = Pick.From<(MetricSpec, TaskKind)>(
        (new Accuracy(), TaskKind.MultiClass),
        (new Accuracy(), TaskKind.Binary),
        (new TopKError { K = 2 }, TaskKind.MultiClass),
        (new MeanAbsoluteError(), TaskKind.Regression),
        (new RootMeanSquareError(), TaskKind.Regression));

    [Fact]
    public void The_value_does_not_depend_on_the_cut_into_batches_and_a_whole_weight_is_a_repetition() =>
        Gen.Select(Metrics, Gen.Int[0, 4].Array[1, 12], Gen.Int[1, 5]).Sample(
            (m, weights, size) =>
            {
                using var scope = NewDisposeScope();
                long n = weights.Length;
                (Tensor prediction, Tensor target) = Draw(m.Kind, n);
                Tensor weight = tensor([.. weights.Select(w => (float)w)]);
                var task = new TaskInfo(m.Kind, [1], m.Kind == TaskKind.MultiClass ? 4 : 1);
                using MetricAccumulator cut = m.Metric.Start(task);
                for (long from = 0; from < n; from += size)
                {
                    long count = Math.Min(size, n - from);
                    cut.Add(prediction.narrow(0, from, count), Batch(target.narrow(0, from, count), weight.narrow(0, from, count)));
                }

                Tensor repeated = repeat_interleave(arange(n), weight.to_type(ScalarType.Int64));
                using MetricAccumulator whole = m.Metric.Start(task);
                whole.Add(prediction[repeated], Batch(target[repeated], null));
                Assert.Equal(whole.Value(), cut.Value(), 1e-12);
            },
            iter: 200);

    [Fact]
    public void A_pass_that_was_saved_in_the_middle_and_restored_elsewhere_ends_bit_for_bit_as_the_uninterrupted_one() =>
        Gen.Select(Metrics, Gen.Int[0, 4].Array[2, 12], Gen.Bool).Sample(
            (m, weights, weighted) =>
            {
                using var scope = NewDisposeScope();
                long n = weights.Length;
                (Tensor prediction, Tensor target) = Draw(m.Kind, n);
                Tensor? weight = weighted ? tensor([.. weights.Select(w => w * 0.3f)]) : null;
                var task = new TaskInfo(m.Kind, [1], m.Kind == TaskKind.MultiClass ? 4 : 1);
                using MetricAccumulator uninterrupted = m.Metric.Start(task);
                using MetricAccumulator first = m.Metric.Start(task);
                using MetricAccumulator second = m.Metric.Start(task);
                for (long i = 0; i < n; i++)
                {
                    Batch row = Batch(target.narrow(0, i, 1), weight?.narrow(0, i, 1));
                    uninterrupted.Add(prediction.narrow(0, i, 1), row);
                    if (i == n / 2)
                    {
                        second.RestoreState(ThroughJson(first.SaveState()));
                    }

                    (i < n / 2 ? first : second).Add(prediction.narrow(0, i, 1), row);
                }

                Assert.Equal(BitConverter.DoubleToInt64Bits(uninterrupted.Value()), BitConverter.DoubleToInt64Bits(second.Value()));
            },
            iter: 200);

    [Fact]
    public void A_state_of_another_metric_is_refused_by_the_part_that_it_lacks()
    {
        using MetricAccumulator accumulator = new Accuracy().Start(new TaskInfo(TaskKind.Binary, [1], 1));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => accumulator.RestoreState(new SavedState()));
        Assert.Contains("no part 'mean'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pass_on_the_cpu_leaves_no_tensor_behind()
    {
        using Tensor prediction = randn(5, 4);
        using Tensor target = zeros(5, ScalarType.Int64);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var scope = NewDisposeScope())
        using (MetricAccumulator accumulator = new Accuracy().Start(new TaskInfo(TaskKind.MultiClass, [1], 4)))
        {
            for (int i = 0; i < 3; i++)
            {
                accumulator.Add(prediction, Batch(target, null));
            }

            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Assert.InRange(accumulator.Value(), 0, 1);
        }
    }

    [Fact]
    public void Keys_are_the_names_under_which_results_are_recorded()
    {
        Assert.Equal("top-5-error", new TopKError().Key);
        Assert.Equal("accuracy", new Accuracy().Key);
        Assert.False(new Accuracy().Fits(new TaskInfo(TaskKind.Regression, [1], 1)));
    }

    private static (Tensor Prediction, Tensor Target) Draw(TaskKind kind, long n) => kind switch
    {
        TaskKind.MultiClass => (randn(n, 4), randint(4, n)),
        TaskKind.Binary => (randn(n, 1), randint(2, n)),
        _ => (randn(n, 2), randn(n, 2)),
    };

    private static SavedState ThroughJson(SavedState state) => state with { Values = JsonNode.Parse(state.Values.ToJsonString())!.AsObject() };

    private static Batch Batch(Tensor target, Tensor? weight)
    {
        var fields = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BatchFields.Target] = target };
        if (weight is not null)
        {
            fields[BatchFields.Weight] = weight;
        }

        return new Batch(target.shape[0], fields);
    }
}
