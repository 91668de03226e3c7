using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Persistence;
using Athanor.Training;
using CsCheck;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

public sealed class LossAverageTests
{
    [Fact]
    public void A_mean_that_was_saved_and_restored_goes_on_bit_for_bit() =>
        Gen.Select(Gen.Double[-1e3, 1e3].Array[0, 6], Gen.Double[-1e3, 1e3].Array[1, 6], Gen.Bool).Sample((before, after, counted) =>
        {
            using var scope = NewDisposeScope();
            using var uninterrupted = new LossAverage();
            using var first = new LossAverage();
            using var second = new LossAverage();
            Add(before, counted, uninterrupted, first);
            SavedState state = first.SaveState();
            second.RestoreState(state with { Values = JsonNode.Parse(state.Values.ToJsonString())!.AsObject() });
            Add(after, counted, uninterrupted, second);
            Assert.Equal(uninterrupted.Batches, second.Batches);
            Assert.Equal(BitConverter.DoubleToInt64Bits(uninterrupted.Mean()), BitConverter.DoubleToInt64Bits(second.Mean()));
        });

    [Fact]
    public void Running_metrics_that_were_saved_and_restored_have_the_same_loss_and_metrics()
    {
        using var scope = NewDisposeScope();
        var task = new TaskInfo(TaskKind.Regression, [1], 1);
        using var first = new RunningMetrics([new MeanAbsoluteError(), new RootMeanSquareError()], task);
        using var second = new RunningMetrics([new MeanAbsoluteError(), new RootMeanSquareError()], task);
        Tensor prediction = randn(5, 1);
        var batch = new Batch(5, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BatchFields.Target] = randn(5, 1) });
        first.Add(new MseLoss().Terms(new LossInput(prediction, batch)), prediction, batch);
        second.RestoreState(first.SaveState());
        Assert.Equal(3, second.Values("epoch").Count);
        Assert.Equal(first.Values("epoch"), second.Values("epoch"));
    }

    [Fact]
    public void Named_parts_of_a_loss_are_measured_beside_it_over_batches_and_over_a_save()
    {
        using var scope = NewDisposeScope();
        var task = new TaskInfo(TaskKind.Regression, [3], 3);
        using var first = new RunningMetrics([], task);
        using var second = new RunningMetrics([], task);
        LossTerms[] batches = [.. new[] { 2, 5 }.Select(rows => new VaeElbo { Beta = 0.5 }.Terms(
            new LossInput(randn(rows, 3), rand(rows, 3)).With("mean", randn(rows, 2)).With("log-variance", randn(rows, 2))))];
        first.Add(batches[0], zeros(2, 3), new Batch(2, new Dictionary<string, Tensor>(StringComparer.Ordinal)));
        second.RestoreState(first.SaveState());
        second.Add(batches[1], zeros(5, 3), new Batch(5, new Dictionary<string, Tensor>(StringComparer.Ordinal)));
        var values = second.Values("validation");
        Assert.Equal(["validation/loss", "validation/loss/kl", "validation/loss/reconstruction"], values.Keys);
        Assert.Equal(batches.Sum(batch => batch.Parts["kl"].Sum.item<float>()) / 7, values["validation/loss/kl"], 1e-6);
        Assert.Equal(values["validation/loss"], values["validation/loss/reconstruction"] + (0.5 * values["validation/loss/kl"]), 1e-5);
    }

    [Fact]
    public void Places_whose_label_the_loss_ignores_do_not_exist_for_metrics_either()
    {
        using var scope = NewDisposeScope();
        using var running = new RunningMetrics([new Accuracy()], new TaskInfo(TaskKind.MultiClass, [1], 2), new CrossEntropy { IgnoreIndex = -100 }.IgnoredLabel);
        Tensor logits = tensor(new[,] { { 1f, 0 }, { 1, 0 }, { 1, 0 } });
        running.Add(null, logits, new Batch(3, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BatchFields.Target] = tensor([0L, -100, 1]) }));
        Assert.Equal(0.5, running.Values("epoch")["epoch/accuracy"]);
    }

    private static void Add(double[] sums, bool counted, params LossAverage[] averages)
    {
        foreach (double sum in sums)
        {
            var terms = new LossTerms(tensor(sum), counted ? tensor(Math.Abs(sum) / 3) : null, counted ? double.NaN : 0.1);
            foreach (LossAverage average in averages)
            {
                average.Add(terms);
            }
        }
    }
}
