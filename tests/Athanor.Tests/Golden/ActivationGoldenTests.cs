using System.Text.Json;
using Athanor.Activations;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/functions/activations.json: PyTorch 2.13, in float64 from float32 inputs.</summary>
[Trait("Category", "Golden")]
public sealed class ActivationGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("functions", "activations");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Activations_and_their_gradients_agree_with_PyTorch(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        using var module = Activation(golden).Build();
        Tensor input = tensors["input"].requires_grad_();
        Tensor output = module.call(input);
        output.backward([tensors["upstream"]]);
        tensors.Agree("output", output);
        tensors.Agree("gradient/input", input.grad);
    }

    internal static ActivationSpec Activation(GoldenCase golden)
    {
        JsonElement options = golden.Options;
        return golden.Kind switch
        {
            "identity" => new Identity(),
            "sigmoid" => new Sigmoid(),
            "tanh" => new Tanh(),
            "relu" => new ReLU(),
            "leaky-relu" => new LeakyReLU { NegativeSlope = options.Number("negativeSlope") },
            "elu" => new ELU { Alpha = options.Number("alpha") },
            "selu" => new SELU(),
            "gelu" => new GELU(),
            "silu" => new SiLU(),
            "mish" => new Mish(),
            "softsign" => new Softsign(),
            "relu6" => new ReLU6(),
            "softplus" => new Softplus { Beta = options.Number("beta"), Threshold = options.Number("threshold") },
            "softmax" => new Softmax { Axis = options.Int("axis") },
            "log-softmax" => new LogSoftmax { Axis = options.Int("axis") },
            _ => throw golden.UnknownKind(),
        };
    }
}
