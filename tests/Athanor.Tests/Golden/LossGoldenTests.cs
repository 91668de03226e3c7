using System.Text.Json;
using Athanor.Data;
using Athanor.Losses;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/functions/losses.json: PyTorch 2.13, in float64 from float32 inputs.</summary>
[Trait("Category", "Golden")]
public sealed class LossGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("functions", "losses");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_their_gradients_agree_with_PyTorch(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        LossSpec loss = Loss(golden, tensors);
        string input = golden.Kind is "cross-entropy" or "bce-with-logits" ? "logits" : "prediction";
        Tensor prediction = tensors[input].requires_grad_();
        var fields = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BatchFields.Target] = tensors["target"] };
        if (golden.Kind == "bce-with-logits" && tensors.Find("weight") is { } weight)
        {
            fields[BceWithLogits.TermWeight] = weight;
        }

        Reduction reduction = Enum.Parse<Reduction>(golden.Options.Text("reduction"), ignoreCase: true);
        Tensor value = loss.Reduce(new LossInput(prediction, new Batch(prediction.shape[0], fields)), reduction);
        if (reduction == Reduction.None)
        {
            tensors.Agree("loss", value);
            value.backward([tensors["upstream"]]);
        }
        else
        {
            GoldenAssert.Agrees(golden, new { loss = value.item<float>() }, GoldenTolerance.Optim);
            value.backward();
        }

        tensors.Agree($"gradient/{input}", prediction.grad);
    }

    private static LossSpec Loss(GoldenCase golden, GoldenTensors tensors)
    {
        JsonElement options = golden.Options;
        return golden.Kind switch
        {
            "mse" => new MseLoss(),
            "mae" => new MaeLoss(),
            "huber" => new HuberLoss { Delta = options.Number("delta") },
            "cross-entropy" => new CrossEntropy
            {
                LabelSmoothing = options.Number("labelSmoothing"),
                IgnoreIndex = options.GetProperty("ignoreIndex").ValueKind == JsonValueKind.Null ? null : options.Int("ignoreIndex"),
                Weight = Values(tensors.Find("weight")),
            },
            "bce-with-logits" => new BceWithLogits { PosWeight = Values(tensors.Find("pos-weight")) },
            _ => throw golden.UnknownKind(),
        };
    }

    private static ValueList<double> Values(Tensor? tensor) => tensor is null ? [] : [.. tensor.data<float>().Select(value => (double)value)];
}
