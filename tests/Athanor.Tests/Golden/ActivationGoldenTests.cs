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
        module.eval();
        Tensor? weight = tensors.Find("weight");
        using var learned = weight is null ? null : new PReLU { PerChannel = true }.BuildFor(weight.numel());
        if (learned is not null)
        {
            using var frozen = no_grad();
            learned.get_parameter("weight")!.copy_(weight!);
        }

        Tensor input = tensors["input"].requires_grad_();
        Tensor output = (learned ?? module).call(input);
        output.backward([tensors["upstream"]]);
        tensors.Agree("output", output);
        tensors.Agree("gradient/input", input.grad);
        if (learned is not null)
        {
            tensors.Agree("gradient/weight", learned.get_parameter("weight")!.grad);
        }
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
            "prelu" => new PReLU(),
            "rrelu" => new RReLU { Lower = options.Number("lower"), Upper = options.Number("upper") },
            "celu" => new CELU { Alpha = options.Number("alpha") },
            "gelu-tanh" => new GELUTanh(),
            "swish" => new Swish { Beta = options.Number("beta") },
            "hard-sigmoid" => new HardSigmoid(),
            "hard-swish" => new HardSwish(),
            "hard-tanh" => new HardTanh { Min = options.Number("min"), Max = options.Number("max") },
            "glu" => new GLU { Axis = options.Int("axis") },
            "geglu" => new GEGLU { Axis = options.Int("axis") },
            "swiglu" => new SwiGLU { Axis = options.Int("axis") },
            "softmax" => new Softmax { Axis = options.Int("axis") },
            "log-softmax" => new LogSoftmax { Axis = options.Int("axis") },
            _ => throw golden.UnknownKind(),
        };
    }
}
