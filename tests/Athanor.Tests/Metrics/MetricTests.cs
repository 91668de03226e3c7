using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Metrics;
using Athanor.Persistence;
using Athanor.Specs;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Metrics;

public sealed class MetricTests
{
    private static readonly (MetricSpec Metric, TaskKind Kind)[] Catalogue =
    [
        .. Members().SelectMany(metric => Enum.GetValues<TaskKind>().Where(kind => metric.Fits(Task(kind))).Select(kind => (metric, kind))),
    ];

    private static readonly Gen<(MetricSpec Metric, TaskKind Kind)> Metrics = Pick.From(Catalogue);

    [Fact]
    public void The_catalogue_below_holds_every_member() =>
        Assert.Superset(
            SpecCatalog.Members(typeof(MetricSpec)).Where(member => member.Value.Assembly == typeof(MetricSpec).Assembly).Select(member => member.Value).ToHashSet(),
            Catalogue.Select(entry => entry.Metric.GetType()).ToHashSet());

    [Fact]
    public void The_value_does_not_depend_on_order_or_cut_and_masked_places_are_as_if_absent() =>
        Gen.Select(Metrics, Gen.Bool.Array[2, 14], Gen.Int[1, 5], Gen.Int[0, 1_000_000]).Sample(
            (m, kept, size, seed) =>
            {
                using var scope = NewDisposeScope();
                using Generator generator = new Generator((ulong)seed);
                long n = kept.Length;
                Batch all = Drawn(m.Kind, n, generator, out Tensor prediction);
                Tensor mask = tensor([.. kept.Select(k => k ? 1f : 0f)]);
                Tensor order = randperm(n, ScalarType.Int64, generator: generator);
                using MetricAccumulator cut = m.Metric.Start(Task(m.Kind));
                for (long from = 0; from <= n; from += size)
                {
                    Tensor rows = order.narrow(0, from, Math.Min(size, n - from));
                    cut.Add(prediction[rows], Rows(all.With(BatchFields.Mask, mask), rows));
                }

                Tensor left = mask.nonzero().squeeze(1);
                using MetricAccumulator whole = m.Metric.Start(Task(m.Kind));
                whole.Add(prediction[left], Rows(all, left));
                Agree(m.Metric, whole, cut, 1e-11);
                if (!kept.Contains(true))
                {
                    Assert.True(double.IsNaN(cut.Value()), m.Metric.Key);
                }
            },
            iter: 1500);

    [Fact]
    public void Every_member_leaves_no_tensor_behind()
    {
        foreach ((MetricSpec metric, TaskKind kind) in Catalogue)
        {
            using var scope = NewDisposeScope();
            using Generator generator = new Generator(1);
            Batch batch = Drawn(kind, 6, generator, out Tensor prediction);
            Added(metric, kind, batch, prediction);
            long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Added(metric, kind, batch, prediction);
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void Values_lie_within_the_bounds_of_their_definition() =>
        Gen.Select(Metrics, Gen.Int[1, 30], Gen.Int[0, 1_000_000]).Sample(
            (m, n, seed) =>
            {
                using var scope = NewDisposeScope();
                using Generator generator = new Generator((ulong)seed);
                Batch batch = Drawn(m.Kind, n, generator, out Tensor prediction);
                using MetricAccumulator accumulator = m.Metric.Start(Task(m.Kind));
                accumulator.Add(prediction, batch);
                double value = accumulator.Value();
                (double low, double high) = m.Metric switch
                {
                    MatthewsCorrelation or CohenKappa => (-1.0, 1.0),
                    VarianceMetric => (double.NegativeInfinity, 1.0),
                    Brier => (0.0, 2.0),
                    Smape => (0.0, 200.0),
                    Perplexity => (1.0, double.PositiveInfinity),
                    { HigherIsBetter: true } or TopKError or ExpectedCalibrationError => (0.0, 1.0),
                    _ => (0.0, double.PositiveInfinity),
                };
                Assert.True(double.IsNaN(value) ? m.Metric is Auroc or CohenKappa : value >= low - 1e-9 && value <= high + 1e-9, $"{m.Metric.Key}: {value}");
            },
            iter: 500);

    public static TheoryData<string, TaskKind, string> Refusals => new()
    {
        { "accuracy", TaskKind.MultiClass, "metric accuracy: label 4 is none of the 4 classes, 0 to 3; correct it or mask its place" },
        { "f1", TaskKind.MultiClass, "metric f1: label 4 is none of the 4 classes, 0 to 3; correct it or mask its place" },
        { "log-loss", TaskKind.Binary, "metric log-loss: label 4 is neither 0 nor 1 nor a share between them; correct it or mask its place" },
        { "auroc", TaskKind.MultiClass, "metric auroc: label 4 is none of the 4 classes, 0 to 3; correct it or mask its place" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_label_that_is_no_class_is_refused_unless_it_is_masked(string name, TaskKind kind, string message)
    {
        using var scope = NewDisposeScope();
        MetricSpec metric = SpecReader.Read<MetricSpec>(JsonValue.Create(name), RecipePath.Root);
        using MetricAccumulator accumulator = metric.Start(Task(kind));
        Tensor logits = kind == TaskKind.Binary ? zeros(2) : zeros(2, 4);
        Batch wrong = Batch(tensor([0L, 4]), null);
        Assert.Equal(message, Assert.Throws<RecipeException>(() => accumulator.Add(logits, wrong)).Message);
        accumulator.Add(logits, wrong.With(BatchFields.Mask, tensor([1f, 0])));
    }

    [Fact]
    public void A_mask_that_is_not_0_or_1_and_a_weight_below_0_are_refused_by_every_member_with_their_shape()
    {
        foreach ((MetricSpec metric, TaskKind kind) in Catalogue)
        {
            using var scope = NewDisposeScope();
            using Generator generator = new Generator(1);
            Batch batch = Drawn(kind, 4, generator, out Tensor prediction);
            using MetricAccumulator accumulator = metric.Start(Task(kind));
            string Refusal(string field, double value) =>
                Assert.Throws<RecipeException>(() => accumulator.Add(prediction, batch.With(field, tensor([1, value, 1, 1])))).Message;
            Assert.Equal("mask [4 batch] holds 0.5; a mask is 0 or 1 (for other weights give 'weight')", Refusal(BatchFields.Mask, 0.5));
            Assert.Equal("weight [4 batch] holds -1; a weight is finite and not below 0", Refusal(BatchFields.Weight, -1));
            Assert.Equal("weight [4 batch] holds NaN; a weight is finite and not below 0", Refusal(BatchFields.Weight, double.NaN));
            accumulator.Add(prediction, batch.With(BatchFields.Mask, tensor([true, false, true, true])));
        }
    }

    [Theory]
    [InlineData(TaskKind.MultiClass)]
    [InlineData(TaskKind.Binary)]
    public void The_calibration_error_of_logits_that_are_no_numbers_is_no_number(TaskKind kind)
    {
        using var scope = NewDisposeScope();
        using Generator generator = new Generator(1);
        Batch batch = Drawn(kind, 4, generator, out Tensor prediction);
        prediction[0] = float.NaN;
        using MetricAccumulator accumulator = new ExpectedCalibrationError().Start(Task(kind));
        accumulator.Add(prediction, batch);
        Assert.True(double.IsNaN(accumulator.Value()));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_both()
    {
        using var scope = NewDisposeScope();
        string Refusal(MetricSpec metric, TaskKind kind, Tensor prediction, Batch batch)
        {
            using MetricAccumulator accumulator = metric.Start(Task(kind));
            return Assert.Throws<RecipeException>(() => accumulator.Add(prediction, batch)).Message;
        }

        Assert.Equal("metric mae: prediction [2 batch, 3] and target [2 batch] differ", Refusal(new MeanAbsoluteError(), TaskKind.Regression, zeros(2, 3), Batch(zeros(2), null)));
        Assert.Equal("metric accuracy: logits [2 batch, 4] and target [3 batch] do not fit", Refusal(new Accuracy(), TaskKind.MultiClass, zeros(2, 4), Batch(zeros(3, ScalarType.Int64), null)));
        Assert.Equal(
            "metric mase: frequency 5 needs a past longer than that; that of series 1 in the batch has 4 values",
            Refusal(new Mase { Frequency = 5 }, TaskKind.Regression, zeros(2, 3), Batch(zeros(2, 3), null).With("insample", tensor(new[,] { { 1.0, 2, 3, 4, 5, 6 }, { 1, 2, 3, 4, double.NaN, double.NaN } }))));
        Assert.Equal("a metric reads 'insample', which the data do not bring; they bring target", Refusal(new Mase(), TaskKind.Regression, zeros(2, 3), Batch(zeros(2, 3), null)));
    }

    [Fact]
    public void The_value_does_not_depend_on_the_cut_into_batches_and_a_whole_weight_is_a_repetition() =>
        Gen.Select(Metrics, Gen.Int[0, 4].Array[1, 12], Gen.Int[1, 5]).Sample(
            (m, weights, size) =>
            {
                using var scope = NewDisposeScope();
                long n = weights.Length;
                Batch all = Drawn(m.Kind, n, null, out Tensor prediction);
                Tensor weight = tensor([.. weights.Select(w => (float)w)]);
                TaskInfo task = Task(m.Kind);
                using MetricAccumulator cut = m.Metric.Start(task);
                for (long from = 0; from < n; from += size)
                {
                    long count = Math.Min(size, n - from);
                    Tensor rows = arange(from, from + count, ScalarType.Int64);
                    cut.Add(prediction[rows], Rows(all.With(BatchFields.Weight, weight), rows));
                }

                Tensor repeated = repeat_interleave(arange(n), weight.to_type(ScalarType.Int64));
                using MetricAccumulator whole = m.Metric.Start(task);
                whole.Add(prediction[repeated], Rows(all, repeated));
                Agree(m.Metric, whole, cut, 1e-11);
            },
            iter: 200);

    [Fact]
    public void A_pass_that_was_saved_in_the_middle_and_restored_elsewhere_ends_bit_for_bit_as_the_uninterrupted_one() =>
        Gen.Select(Metrics, Gen.Int[0, 4].Array[2, 12], Gen.Bool).Sample(
            (m, weights, weighted) =>
            {
                using var scope = NewDisposeScope();
                long n = weights.Length;
                Batch all = Drawn(m.Kind, n, null, out Tensor prediction);
                if (weighted)
                {
                    all = all.With(BatchFields.Weight, tensor([.. weights.Select(w => w * 0.3f)]));
                }

                TaskInfo task = Task(m.Kind);
                using MetricAccumulator uninterrupted = m.Metric.Start(task);
                using MetricAccumulator first = m.Metric.Start(task);
                using MetricAccumulator second = m.Metric.Start(task);
                for (long i = 0; i < n; i++)
                {
                    Batch row = Rows(all, tensor([i]));
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

    private static MetricSpec[] Members() =>
    [
        new Accuracy(), new TopKError { K = 2 }, new BalancedAccuracy(), new MatthewsCorrelation(), new LogLoss(), new Brier(), new Perplexity(), new BitsPerCharacter(),
        new ExpectedCalibrationError { Bins = 4 },
        .. Enum.GetValues<KappaWeights>().Select(weights => new CohenKappa { Weights = weights }),
        .. Enum.GetValues<ClassAverage>().SelectMany(average => new MetricSpec[]
        {
            new Precision { Average = average }, new Recall { Average = average }, new F1 { Average = average }, new IntersectionOverUnion { Average = average }, new Dice { Average = average },
        }),
        .. new[] { ClassAverage.Binary, ClassAverage.Macro, ClassAverage.Weighted, ClassAverage.None }.SelectMany(average => new MetricSpec[]
        {
            new Auroc { Average = average }, new AveragePrecision { Average = average },
        }),
        new MeanAbsoluteError(), new RootMeanSquareError(), new R2(), new ExplainedVariance(), new Mape(), new Smape(), new Mase { Frequency = 2 }, new Owa { Frequency = 2 },
        new Pinball { Quantiles = [0.3] },
    ];

    private static TaskInfo Task(TaskKind kind) => new(kind, [1], kind == TaskKind.MultiClass ? 4 : 1);

    private static void Agree(MetricSpec metric, MetricAccumulator expected, MetricAccumulator actual, double tolerance)
    {
        Assert.True(Close(expected.Value(), actual.Value(), tolerance), $"{metric.Key}: {expected.Value():R} and {actual.Value():R}");
        IReadOnlyDictionary<string, double> details = actual.Details();
        Assert.Equal(expected.Details().Keys.Order(), details.Keys.Order());
        Assert.All(expected.Details(), detail => Assert.True(Close(detail.Value, details[detail.Key], tolerance), $"{metric.Key}/{detail.Key}: {detail.Value:R} and {details[detail.Key]:R}"));
    }

    private static bool Close(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static void Added(MetricSpec metric, TaskKind kind, Batch batch, Tensor prediction)
    {
        using MetricAccumulator accumulator = metric.Start(Task(kind));
        accumulator.Add(prediction, batch);
        _ = accumulator.SaveState();
        accumulator.Add(prediction, batch);
        Assert.False(double.IsNaN(accumulator.Value()) && metric is not CohenKappa and not Auroc);
        _ = accumulator.Details();
    }

    private static Batch Drawn(TaskKind kind, long n, Generator? generator, out Tensor prediction)
    {
        Tensor Normal(params long[] shape) => randn(shape, generator: generator);
        Tensor Labels(long classes) => (rand([n], generator: generator) * classes).floor().to_type(ScalarType.Int64);
        switch (kind)
        {
            case TaskKind.MultiClass:
                prediction = Normal(n, 4);
                return Batch(Labels(4), null);
            case TaskKind.Binary:
                prediction = Normal(n, 1);
                return Batch(Labels(2), null);
            default:
                prediction = Normal(n, 1);
                return Batch(Normal(n, 1) + 3, null).With("insample", Normal(n, 6)).With("naive", Normal(n, 1));
        }
    }

    private static Batch Rows(Batch batch, Tensor rows) => new(rows.numel(), batch.Names.Select(name => KeyValuePair.Create(name, batch[name][rows])));

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
