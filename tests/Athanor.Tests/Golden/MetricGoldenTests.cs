using System.Text.Json;
using Athanor.Data;
using Athanor.Metrics;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/metrics: scikit-learn 1.9, TorchMetrics 1.9.</summary>
[Trait("Category", "Golden")]
public sealed class MetricGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("metrics", "classification", "regression");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Metrics_over_ragged_batches_agree_with_the_reference_values(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        Tensor prediction = tensors.Find("logits") ?? tensors["prediction"];
        Tensor target = tensors.Find("labels") ?? tensors["target"];
        Tensor? mask = tensors.Find("mask");
        MetricSpec metric = Metric(golden);
        TaskInfo task = Task(golden.Options, prediction);
        Assert.True(metric.Fits(task));
        using MetricAccumulator accumulator = metric.Start(task);
        long from = 0;
        foreach (int size in golden.Options.GetProperty("batches").AsInts())
        {
            var fields = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BatchFields.Target] = target.narrow(0, from, size) };
            if (mask is not null)
            {
                fields[BatchFields.Mask] = mask.narrow(0, from, size);
            }

            accumulator.Add(prediction.narrow(0, from, size), new Batch(size, fields));
            from += size;
        }

        Assert.Equal(prediction.shape[0], from);
        GoldenAssert.Agrees(golden, new { value = accumulator.Value() }, GoldenTolerance.Optim);
    }

    private static TaskInfo Task(JsonElement options, Tensor prediction)
    {
        TaskKind kind = !options.TryGetProperty("task", out JsonElement task) ? TaskKind.Regression
            : task.GetString() == "binary" ? TaskKind.Binary
            : TaskKind.MultiClass;
        return new TaskInfo(kind, [1], prediction.dim() > 1 ? prediction.shape[1] : 1);
    }

    private static MetricSpec Metric(GoldenCase golden) => golden.Kind switch
    {
        "accuracy" => new Accuracy(),
        "top-k-error" => new TopKError { K = golden.Options.Int("k") },
        "mae" => new MeanAbsoluteError(),
        "rmse" => new RootMeanSquareError(),
        _ => throw golden.UnknownKind(),
    };
}
