using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Metrics;
using Athanor.Metrics.Text;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/metrics: scikit-learn 1.9, TorchMetrics 1.9, sacreBLEU 2.6, rouge-score 0.1.</summary>
[Trait("Category", "Golden")]
public sealed class MetricGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("metrics", "classification", "regression", "forecasting");

    public static IEnumerable<TheoryDataRow<string, string>> Calibrations() =>
        GoldenFolder.Rows("metrics", "calibration").Where(row => row.Skip is not null || GoldenFolder.Case(row.Data.Item1, row.Data.Item2).Kind == "ece");

    public static IEnumerable<TheoryDataRow<string, string>> Texts() => GoldenFolder.Rows("metrics", "text");

    [Theory]
    [MemberData(nameof(Cases))]
    [MemberData(nameof(Calibrations))]
    public void Metrics_over_ragged_batches_agree_with_the_reference_values(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        Tensor prediction = tensors.Find("logits") ?? tensors["prediction"];
        Tensor target = tensors.Find("labels") ?? tensors["target"];
        TaskInfo task = Task(golden, prediction);
        using MetricAccumulator accumulator = golden.Kind == "confusion-matrix" ? new ConfusionCounter(task) : Started(Metric(golden), task);
        long from = 0;
        foreach (int size in golden.Options.GetProperty("batches").AsInts())
        {
            var fields = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BatchFields.Target] = target.narrow(0, from, size) };
            foreach (string field in new[] { "mask", "naive" })
            {
                if (tensors.Find(field) is { } tensor)
                {
                    fields[field] = tensor.narrow(0, from, size);
                }
            }

            if (tensors.Find($"insample/{from}") is not null)
            {
                fields["insample"] = nn.utils.rnn.pad_sequence([.. Enumerable.Range((int)from, size).Select(row => tensors[$"insample/{row}"])], batch_first: true, padding_value: double.NaN);
            }

            accumulator.Add(prediction.narrow(0, from, size), new Batch(size, fields));
            from += size;
        }

        Assert.Equal(prediction.shape[0], from);
        GoldenAssert.Agrees(golden, Actual(accumulator), GoldenTolerance.Optim);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Figures_of_texts_agree_with_the_reference_values(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        JsonElement options = golden.Options;
        if (golden.Kind == "rouge-l")
        {
            (string Prediction, string Reference)[] pairs = [.. options.Texts("predictions").Zip(options.Texts("references"))];
            var rouge = new RougeL();
            Array.ForEach(pairs, pair => rouge.Add(pair.Prediction, pair.Reference));
            GoldenAssert.Agrees(golden, new { value = rouge.Value(), perPair = pairs.Select(pair => RougeL.Of(pair.Prediction, pair.Reference)) }, GoldenTolerance.Optim);
            return;
        }

        Assert.True(golden.Kind == "bleu", golden.UnknownKind().Message);
        var bleu = new Bleu(options.Flag("lowercase"), options.Text("smoothing") switch
        {
            "exp" => BleuSmoothing.Exp,
            "none" => BleuSmoothing.None,
            _ => throw golden.UnknownKind(),
        });
        foreach ((string hypothesis, JsonElement references) in options.Texts("hypotheses").Zip(options.GetProperty("references").EnumerateArray()))
        {
            bleu.Add(hypothesis, references.AsStrings());
        }

        BleuScore score = bleu.Score();
        GoldenAssert.Agrees(
            golden,
            new { value = score.Value, precisions = score.Precisions, brevityPenalty = score.BrevityPenalty, hypothesisLength = score.HypothesisLength, referenceLength = score.ReferenceLength },
            GoldenTolerance.Optim);
    }

    private static Dictionary<string, object> Actual(MetricAccumulator accumulator)
    {
        var actual = new Dictionary<string, object>(StringComparer.Ordinal) { ["value"] = accumulator.Value() };
        IReadOnlyDictionary<string, double> details = accumulator.Details();
        actual["perClass"] = details.Where(detail => int.TryParse(detail.Key, out _)).OrderBy(detail => int.Parse(detail.Key)).Select(detail => detail.Value);
        foreach ((string detail, double value) in details)
        {
            actual[detail switch { "naive-smape" => "naiveSmape", "naive-mase" => "naiveMase", _ => detail }] = value;
        }

        switch (accumulator)
        {
            case ReliabilityCounter reliability:
                actual["count"] = reliability.Bins().Select(bin => bin.Count);
                actual["confidence"] = reliability.Bins().Select(bin => bin.Confidence);
                actual["accuracy"] = reliability.Bins().Select(bin => bin.Accuracy);
                break;
            case ConfusionCounter confusion:
                actual["matrix"] = confusion.Matrix().Rows();
                break;
        }

        return actual;
    }

    private static MetricAccumulator Started(MetricSpec metric, TaskInfo task)
    {
        Assert.True(metric.Fits(task));
        return metric.Start(task);
    }

    private static TaskInfo Task(GoldenCase golden, Tensor prediction)
    {
        TaskKind kind = golden.Kind == "ece" ? TaskKind.MultiClass
            : !golden.Options.TryGetProperty("task", out JsonElement task) ? TaskKind.Regression
            : task.GetString() == "binary" ? TaskKind.Binary
            : TaskKind.MultiClass;
        return new TaskInfo(kind, [1], kind == TaskKind.MultiClass ? prediction.shape[1] : 1);
    }

    /// <summary>The member that the catalogue knows by the case's kind, with the case's options.</summary>
    private static MetricSpec Metric(GoldenCase golden)
    {
        if (!SpecCatalog.Members(typeof(MetricSpec)).ContainsKey(golden.Kind))
        {
            throw golden.UnknownKind();
        }

        var options = new JsonObject(golden.Options.EnumerateObject()
            .Where(option => option.Name is not "task" and not "batches")
            .Select(option => KeyValuePair.Create(option.Name, JsonNode.Parse(option.Value.GetRawText()))));
        return SpecReader.Read<MetricSpec>(new JsonObject { [golden.Kind] = options }, RecipePath.Root);
    }
}
