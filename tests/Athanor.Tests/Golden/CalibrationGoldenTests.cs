using Athanor.Data;
using Athanor.Evaluation;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/metrics/calibration.json: expected calibration error, temperature scaling, threshold by F1.</summary>
[Trait("Category", "Golden")]
public sealed class CalibrationGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("metrics", "calibration");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Calibration_agrees_with_the_reference_values(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        switch (golden.Kind)
        {
            case "ece":
                var calibration = Calibration.Of(new LabelledLogits(tensors["logits"], tensors["labels"]), golden.Options.Int("bins"));
                GoldenAssert.Agrees(
                    golden,
                    new
                    {
                        value = calibration.Error,
                        count = calibration.Bins.Select(bin => bin.Count),
                        confidence = calibration.Bins.Select(bin => bin.Confidence),
                        accuracy = calibration.Bins.Select(bin => bin.Accuracy),
                    },
                    GoldenTolerance.Optim);
                break;
            case "temperature-scaling":
                var scaling = TemperatureScaling.Fit(new LabelledLogits(tensors["logits"], tensors["labels"]));
                double expected = golden.Expected.GetProperty("temperature").GetDouble();
                double tolerance = golden.Options.GetProperty("temperatureTolerance").GetDouble();
                Assert.True(Math.Abs(scaling.Temperature - expected) <= tolerance * expected, $"{scaling.Temperature} is not {expected}");
                GoldenAssert.Agrees(golden, new { temperature = expected, nllBefore = scaling.LogLossBefore, nllAfter = scaling.LogLossAfter }, GoldenTolerance.Optim);
                break;
            case "threshold-by-f1":
                double[] scores = [.. HostTensor.Values<double>(tensors["scores"].to_type(ScalarType.Float64).contiguous()).ToArray()];
                int[] labels = [.. HostTensor.Values<long>(tensors["labels"].to_type(ScalarType.Int64).contiguous()).ToArray().Select(label => (int)label)];
                var threshold = Threshold.By(ThresholdCriterion.F1, scores, labels);
                GoldenAssert.Agrees(golden, new { threshold = threshold.Value, f1 = threshold.Score }, GoldenTolerance.Optim);
                break;
            default:
                throw golden.UnknownKind();
        }
    }
}
