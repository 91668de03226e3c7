using System.Text.Json;
using Athanor.Normalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Parameter = TorchSharp.Modules.Parameter;

namespace Athanor.Tests.Golden;

/// <summary>golden/functions/normalization.json: PyTorch 2.13, in float64 from float32 inputs.</summary>
[Trait("Category", "Golden")]
public sealed class NormalizationGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("functions", "normalization");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Normalizations_their_gradients_and_running_statistics_agree_with_PyTorch(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        using Module<Tensor, Tensor> module = Build(golden, tensors);
        Dictionary<string, Parameter> parameters = module.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        foreach ((string key, Parameter parameter) in parameters)
        {
            using var frozen = no_grad();
            parameter.copy_(tensors[key]);
        }

        int batches = golden.Options.TryGetProperty("batches", out JsonElement n) ? n.GetInt32() : 1;
        for (int batch = 0; batch < batches; batch++)
        {
            module.zero_grad();
            Pass(module, tensors, "", $"/{batch}");
            foreach ((string key, Parameter parameter) in parameters)
            {
                tensors.Agree($"gradient/{key}/{batch}", parameter.grad);
            }

            foreach ((string key, Tensor buffer) in module.named_buffers().Where(b => b.name.StartsWith("running", StringComparison.Ordinal)))
            {
                tensors.Agree($"{key.Replace('_', '-')}/{batch}", buffer);
            }
        }

        if (tensors.Find("eval/input") is not null)
        {
            module.eval();
            Pass(module, tensors, "eval/", "");
        }
    }

    private static void Pass(Module<Tensor, Tensor> module, GoldenTensors tensors, string prefix, string suffix)
    {
        Tensor input = tensors[$"{prefix}input{suffix}"].requires_grad_();
        Tensor output = module.call(input);
        output.backward([tensors[$"{prefix}upstream{suffix}"]]);
        tensors.Agree($"{prefix}output{suffix}", output);
        tensors.Agree($"{prefix}gradient/input{suffix}", input.grad);
    }

    private static Module<Tensor, Tensor> Build(GoldenCase golden, GoldenTensors tensors)
    {
        JsonElement options = golden.Options;
        long[] input = tensors["input/0"].shape;
        switch (golden.Kind)
        {
            case "batch-norm-1d":
                return Batch(options).BuildForFeatures(input[1]);
            case "batch-norm-2d":
                return Batch(options).BuildForImages(input[1]);
            case "layer-norm":
                long[] shape = [.. options.GetProperty("normalizedShape").EnumerateArray().Select(size => size.GetInt64())];
                return new LayerNorm { Eps = options.Number("eps"), Affine = options.Flag("affine") ? LayerNormAffine.PerFeature : LayerNormAffine.None }.BuildFor(shape);
            default:
                throw golden.UnknownKind();
        }
    }

    private static BatchNorm Batch(JsonElement options) =>
        new() { Eps = options.Number("eps"), Momentum = options.Number("momentum"), Affine = options.Flag("affine") };
}
