using System.Text.Json;
using Athanor.Activations;
using Athanor.Initialization;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/functions/initializers.json: PyTorch 2.13, SciPy 1.17.</summary>
[Trait("Category", "Golden")]
[Collection(GeneratorCollection.Name)]
public sealed class InitializerGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() => GoldenFolder.Rows("functions", "initializers");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Initializers_have_the_spread_of_PyTorch_s(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        manual_seed(1);
        JsonElement options = golden.Options;
        if (golden.Kind == "truncated-normal")
        {
            Truncated(golden);
            return;
        }

        long[] shape = [.. options.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        if (golden.Kind == "orthogonal")
        {
            Orthonormal(golden, shape);
            return;
        }

        FanInitializer initializer = Initializer(golden);
        double gain = options.TryGetProperty("nonlinearity", out JsonElement nonlinearity) ? Gain(golden, nonlinearity.GetString()!) : 1;
        Fans fans = Fans.Of(shape);
        double std = initializer.Std(fans, gain);
        GoldenAssert.Agrees(golden, new { fanIn = fans.In, fanOut = fans.Out, std, gain, bound = FanInitializer.Bound(std) }, GoldenTolerance.Optim);
        HasSpread(initializer, shape, gain, std, golden.Expected.TryGetProperty("bound", out JsonElement bound) ? bound.GetDouble() : double.PositiveInfinity);
    }

    private static void HasSpread(FanInitializer initializer, long[] shape, double gain, double std, double bound)
    {
        // As many weights as give the sample's deviation to 1%, all of one shape.
        double squares = 0;
        long count = 0;
        while (count < 40_000)
        {
            using Tensor weight = empty(shape);
            initializer.Apply(weight, null, gain);
            squares += weight.square().sum().item<float>();
            count += weight.numel();
            Assert.True(weight.abs().max().item<float>() <= bound * (1 + 1e-6));
        }

        Assert.Equal(1, Math.Sqrt(squares / count) / std, 0.03);
    }

    private static void Truncated(GoldenCase golden)
    {
        JsonElement options = golden.Options;
        var initializer = new TruncatedNormal
        {
            Mean = options.Number("mean"),
            Std = options.Number("std"),
            Lower = options.Number("lower"),
            Upper = options.Number("upper"),
        };
        Tensor weight = empty(1000, 400);
        initializer.Apply(weight, null, 1);
        double std = golden.Expected.Number("std");
        Assert.InRange(weight.min().item<float>(), initializer.Lower - 1e-6, initializer.Upper);
        Assert.InRange(weight.max().item<float>(), initializer.Lower, initializer.Upper + 1e-6);
        Assert.Equal(golden.Expected.Number("mean"), weight.mean().item<float>(), 0.01 * std);
        Assert.Equal(1, weight.std().item<float>() / std, 0.01);
    }

    private static void Orthonormal(GoldenCase golden, long[] shape)
    {
        Tensor weight = empty(shape);
        new Orthogonal { Gain = golden.Options.Number("gain") }.Apply(weight, null, 1);
        Tensor matrix = weight.view(golden.Options.GetProperty("flattened")[0].GetInt64(), -1);
        Tensor gram = golden.Expected.Text("orthonormal") == "rows" ? matrix.matmul(matrix.T) : matrix.T.matmul(matrix);
        Tensor expected = eye(gram.shape[0]) * golden.Expected.Number("gramDiagonal");
        Assert.True((gram - expected).abs().max().item<float>() <= 1e-5 * Math.Max(1, golden.Expected.Number("gramDiagonal")));
        Assert.Equal(golden.Expected.Number("frobenius"), weight.norm().item<float>(), 1e-4);
    }

    private static FanInitializer Initializer(GoldenCase golden)
    {
        JsonElement options = golden.Options;
        return golden.Kind switch
        {
            "xavier-uniform" => new XavierUniform { Gain = options.Number("gain") },
            "xavier-normal" => new XavierNormal { Gain = options.Number("gain") },
            "kaiming-uniform" => new KaimingUniform { Mode = Mode(golden) },
            "kaiming-normal" => new KaimingNormal { Mode = Mode(golden) },
            "lecun-uniform" => new LecunUniform(),
            "lecun-normal" => new LecunNormal(),
            _ => throw golden.UnknownKind(),
        };
    }

    private static FanMode Mode(GoldenCase golden) => golden.Options.Text("mode") switch
    {
        "fan-in" => FanMode.FanIn,
        "fan-out" => FanMode.FanOut,
        _ => throw golden.UnknownKind(),
    };

    private static double Gain(GoldenCase golden, string nonlinearity)
    {
        ActivationSpec activation = nonlinearity switch
        {
            "linear" => new Identity(),
            "sigmoid" => new Sigmoid(),
            "tanh" => new Tanh(),
            "relu" => new ReLU(),
            "leaky-relu" => new LeakyReLU { NegativeSlope = golden.Options.Number("a") },
            "selu" => new SELU(),
            _ => throw golden.UnknownKind(),
        };
        return activation.Gain;
    }
}
