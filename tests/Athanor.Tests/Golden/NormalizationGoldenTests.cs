using System.Text.Json;
using Athanor.Data;
using Athanor.Models;
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
        switch (golden.Kind)
        {
            case "weight-norm":
                WeightNormAgrees(golden, tensors);
                break;
            case "spectral-norm":
                SpectralNormAgrees(golden, tensors);
                break;
            case "batch-norm-recalibration":
                RecalibrationAgrees(golden, tensors);
                break;
            default:
                using (Module<Tensor, Tensor> module = Build(golden, tensors))
                {
                    ModuleAgrees(golden, tensors, module);
                }

                break;
        }
    }

    private static void ModuleAgrees(GoldenCase golden, GoldenTensors tensors, Module<Tensor, Tensor> module)
    {
        Dictionary<string, Parameter> parameters = module.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        foreach ((string key, Parameter parameter) in parameters)
        {
            using var frozen = no_grad();
            parameter.copy_(tensors[key]);
        }

        for (int batch = 0; batch < Batches(golden); batch++)
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

    private static void WeightNormAgrees(GoldenCase golden, GoldenTensors tensors)
    {
        JsonElement axis = golden.Options.GetProperty("dim");
        Tensor direction = tensors["direction"].requires_grad_(), magnitude = tensors["magnitude"].requires_grad_();
        Tensor weight = WeightNorm.Weight(direction, magnitude, axis.ValueKind == JsonValueKind.Null ? null : axis.GetInt64());
        weight.backward([tensors["upstream"]]);
        tensors.Agree("weight", weight);
        tensors.Agree("gradient/direction", direction.grad);
        tensors.Agree("gradient/magnitude", magnitude.grad);
    }

    private static void SpectralNormAgrees(GoldenCase golden, GoldenTensors tensors)
    {
        Tensor weight = tensors["weight"].requires_grad_();
        (Tensor u, Tensor v) = SpectralNorm.Iterate(weight, tensors["u"], golden.Options.Int("powerIterations"), golden.Options.Number("eps"));
        Tensor sigma = SpectralNorm.Sigma(weight, u, v);
        Tensor output = weight / sigma;
        output.backward([tensors["upstream"]]);
        tensors.Agree("output", output);
        tensors.Agree("u-after", u);
        tensors.Agree("v-after", v);
        tensors.Agree("gradient/weight", weight.grad);
        Assert.Equal(golden.Expected.Number("sigma"), sigma.item<float>(), golden.Tolerance * golden.Expected.Number("sigma"));
    }

    private static void RecalibrationAgrees(GoldenCase golden, GoldenTensors tensors)
    {
        long[] input = tensors["input/0"].shape;
        foreach (NormalizationSpec spec in new NormalizationSpec[]
        {
            new BatchNorm { Eps = golden.Options.Number("eps"), Affine = false },
            new BatchNorm { Eps = golden.Options.Number("eps"), Affine = false, KeepSingleSample = true },
            new MaskedBatchNorm { Eps = golden.Options.Number("eps"), Affine = false },
        })
        {
            using Module<Tensor, Tensor> module = input.Length == 2 ? spec.BuildForFeatures(input[1])! : spec.BuildForImages(input[1])!;
            Assert.Equal(1, BatchNormStatistics.Recalibrate(module, Enumerable.Range(0, Batches(golden)).Select(i => Batch(tensors[$"input/{i}"]))));
            tensors.Agree("running-mean", module.get_buffer("running_mean"));
            tensors.Agree("running-var", module.get_buffer("running_var"));
            module.eval();
            tensors.Agree("eval/output", module.call(tensors["eval/input"]));
        }
    }

    private static Batch Batch(Tensor inputs) => new(inputs.shape[0], [new(BatchFields.Inputs, inputs)]);

    private static int Batches(GoldenCase golden) => golden.Options.TryGetProperty("batches", out JsonElement n) ? n.GetInt32() : 1;

    private static void Pass(Module<Tensor, Tensor> module, GoldenTensors tensors, string prefix, string suffix)
    {
        Tensor input = tensors[$"{prefix}input{suffix}"].requires_grad_();
        Tensor output = tensors.Find($"{prefix}mask{suffix}") is { } mask ? ((MaskedBatchNormModule)module).Call(input, mask) : module.call(input);
        output.backward([tensors[$"{prefix}upstream{suffix}"]]);
        tensors.Agree($"{prefix}output{suffix}", output);
        tensors.Agree($"{prefix}gradient/input{suffix}", input.grad);
    }

    private static Module<Tensor, Tensor> Build(GoldenCase golden, GoldenTensors tensors)
    {
        JsonElement options = golden.Options;
        long channels = tensors["input/0"].shape[1];
        double eps = options.Number("eps");
        bool affine = options.Flag("affine");
        return golden.Kind switch
        {
            "batch-norm-1d" => Batch(options).BuildForFeatures(channels),
            "batch-norm-2d" => Batch(options).BuildForImages(channels),
            "masked-batch-norm" => new MaskedBatchNorm { Eps = eps, Momentum = options.Number("momentum"), Affine = affine }.BuildForFeatures(channels),
            "layer-norm" => new LayerNorm { Eps = eps, Affine = affine ? LayerNormAffine.PerFeature : LayerNormAffine.None }.BuildFor(Shape(options)),
            "rms-norm" => new RmsNorm { Eps = eps, Affine = affine }.BuildFor(Shape(options)),
            "group-norm" => new GroupNorm { Eps = eps, Affine = affine, Groups = options.Int("groups") }.BuildForImages(channels),
            "instance-norm" => new InstanceNorm { Eps = eps, Affine = affine }.BuildForImages(channels),
            _ => throw golden.UnknownKind(),
        };
    }

    private static long[] Shape(JsonElement options) => [.. options.GetProperty("normalizedShape").EnumerateArray().Select(size => size.GetInt64())];

    private static BatchNorm Batch(JsonElement options) =>
        new() { Eps = options.Number("eps"), Momentum = options.Number("momentum"), Affine = options.Flag("affine") };
}
