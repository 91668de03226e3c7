using Athanor.Evaluation;
using CsCheck;
using static TorchSharp.torch;

namespace Athanor.Tests.Evaluation;

public sealed class CalibrationTests
{
    private static readonly Gen<(double[][] Logits, int[] Labels)> Samples = Gen.Select(Gen.Int[2, 5], Gen.Int[3, 40]).SelectMany((classes, count) =>
        Gen.Select(Gen.Double[-6, 6].Array[classes].Array[count], Gen.Int[0, classes - 1].Array[count]));

    [Fact]
    public void The_error_is_within_0_and_1_and_the_bins_hold_every_sample() => Samples.Sample(samples =>
    {
        using var scope = NewDisposeScope();
        var calibration = Calibration.Of(Of(samples));
        return calibration.Error is >= 0 and <= 1 && calibration.Bins.Sum(bin => bin.Count) == samples.Labels.Length
            && calibration.Bins.All(bin => bin.Count == 0 || (bin.Confidence >= bin.From - 1e-12 && bin.Confidence <= bin.To + 1e-12));
    });

    [Fact]
    public void No_temperature_has_a_lower_log_loss_than_the_one_fitted_and_none_changes_the_accuracy() => Gen.Select(Samples, Gen.Double[0.01, 50]).Sample((samples, other) =>
    {
        using var scope = NewDisposeScope();
        LabelledLogits of = Of(samples);
        var scaling = TemperatureScaling.Fit(of);
        return scaling.LogLossAfter <= scaling.LogLossBefore + 1e-9 && scaling.LogLossAfter <= of.LogLoss(other) + 1e-9;
    });

    [Fact]
    public void Logits_multiplied_by_a_number_get_a_temperature_multiplied_by_it() => Gen.Select(Samples, Gen.Double[0.5, 4]).Sample((samples, factor) =>
    {
        using var scope = NewDisposeScope();
        double once = TemperatureScaling.Fit(Of(samples)).Temperature;
        double scaled = TemperatureScaling.Fit(Of(([.. samples.Logits.Select(row => row.Select(x => x * factor).ToArray())], samples.Labels))).Temperature;
        return once is < 0.01 or > 100 || Math.Abs((scaled / once) - factor) < 1e-4 * factor;
    });

    [Fact]
    public void A_yes_or_no_is_two_classes_of_which_one_has_the_logit_0()
    {
        using var scope = NewDisposeScope();
        Tensor yes = tensor([2.0, -1.0, 0.5, -3.0], [4, 1]);
        Tensor labels = tensor([1L, 0L, 0L, 1L]);

        var one = new LabelledLogits(yes, labels);
        var two = new LabelledLogits(cat([zeros_like(yes), yes], 1), labels);

        Assert.Equal(0.5, one.Accuracy);
        Assert.Equal(two.LogLoss(), one.LogLoss(), 12);
        Assert.Equal(Calibration.Of(two).Error, Calibration.Of(one).Error, 12);
    }

    [Theory]
    [InlineData(ThresholdCriterion.F1)]
    [InlineData(ThresholdCriterion.Accuracy)]
    [InlineData(ThresholdCriterion.BalancedAccuracy)]
    [InlineData(ThresholdCriterion.Mcc)]
    public void No_score_is_a_better_threshold_than_the_one_chosen(ThresholdCriterion criterion) =>
        Gen.Select(Gen.Int[-3, 3].Select(x => (double)x), Gen.Int[0, 1]).Array[1, 30].Sample(samples =>
        {
            double[] scores = [.. samples.Select(sample => sample.Item1)];
            int[] labels = [.. samples.Select(sample => sample.Item2)];
            var threshold = Threshold.By(criterion, scores, labels);
            return scores.Contains(threshold.Value) && scores.All(each => Reached(criterion, scores, labels, each) is var reached
                && (reached < threshold.Score - 1e-12 || (Math.Abs(reached - threshold.Score) < 1e-12 && each <= threshold.Value)));
        });

    [Fact]
    public void What_can_not_be_calibrated_is_refused_with_shapes_and_values()
    {
        using var scope = NewDisposeScope();

        Assert.Contains("logits [2, 3] and labels [3]", Assert.Throws<ArgumentException>(() => new LabelledLogits(zeros(2, 3), zeros(3, ScalarType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains("label 1 is 3", Assert.Throws<ArgumentException>(() => new LabelledLogits(zeros(2, 3), tensor([0L, 3L]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LabelledLogits(full([2, 3], double.NaN), tensor([0L, 1L])));
        Assert.Throws<ArgumentException>(() => Threshold.By(ThresholdCriterion.F1, [0.5], [2]));
        Assert.Throws<ArgumentException>(() => Threshold.By(ThresholdCriterion.F1, [], []));
    }

    private static LabelledLogits Of((double[][] Logits, int[] Labels) samples) => new(
        tensor(samples.Logits.SelectMany(row => row).ToArray(), [samples.Logits.Length, samples.Logits[0].Length]), tensor(samples.Labels.Select(label => (long)label).ToArray()));

    private static double Reached(ThresholdCriterion criterion, double[] scores, int[] labels, double threshold)
    {
        double tp = 0, fp = 0, fn = 0, tn = 0;
        foreach ((double score, int label) in scores.Zip(labels))
        {
            (tp, fp, fn, tn) = (score >= threshold, label) switch
            {
                (true, 1) => (tp + 1, fp, fn, tn),
                (true, _) => (tp, fp + 1, fn, tn),
                (false, 1) => (tp, fp, fn + 1, tn),
                _ => (tp, fp, fn, tn + 1),
            };
        }

        double below = Math.Sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
        return criterion switch
        {
            ThresholdCriterion.F1 => tp == 0 ? 0 : 2 * tp / ((2 * tp) + fp + fn),
            ThresholdCriterion.Accuracy => (tp + tn) / scores.Length,
            ThresholdCriterion.Mcc => below == 0 ? 0 : ((tp * tn) - (fp * fn)) / below,
            _ => tp + fn == 0 ? tn / (tn + fp) : tn + fp == 0 ? tp / (tp + fn) : ((tp / (tp + fn)) + (tn / (tn + fp))) / 2,
        };
    }
}
