using Athanor.Optimization;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Athanor.Tests.Optimization;

/// <summary>Parameters with gradients, and the optimizers of the catalogue.</summary>
internal static class Nets
{
    public static TheoryData<OptimizerSpec> Optimizers =>
    [
        new Sgd(), new Sgd { Momentum = 0.9, Dampening = 0.5 }, new Sgd { Momentum = 0.9, Nesterov = true }, new Adam { Amsgrad = true }, new AdamW(), new RmsProp(),
        new RmsProp { Centered = true, Momentum = 0.9 }, new Adagrad { LrDecay = 0.1 }, new Adadelta(), new Adamax(), new NAdam(), new RAdam { WeightDecay = 0.1 }, new Lion(),
    ];

    public static Parameter[] Parameters(long seed = 0)
    {
        using var generator = new Generator((ulong)seed);
        return [.. new long[][] { [4, 3], [4], [2, 4] }.Select(shape => new Parameter(randn(shape, generator: generator)))];
    }

    public static void Gradients(IReadOnlyList<Parameter> parameters, long seed, double scale = 1)
    {
        using var generator = new Generator((ulong)seed);
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = randn(parameter.shape, generator: generator) * scale;
        }
    }

    public static double[] Values(IEnumerable<Tensor> tensors)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensors.SelectMany(tensor => tensor.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray())];
    }

    public static double[] GradientValues(IEnumerable<Parameter> parameters) => Values(parameters.Select(parameter => parameter.grad!));

    public static double Norm(IReadOnlyList<double> values, double order) => double.IsInfinity(order) || order == 0
        ? values.Max(Math.Abs)
        : Math.Pow(values.Sum(value => Math.Pow(Math.Abs(value), order)), 1 / order);
}
