using Athanor.Activations;
using Athanor.Data.Formats;
using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Tests.Data;
using Athanor.Training;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>Healthy recipes in a few seconds' size, from which cases are made by <c>with</c>.</summary>
internal static class ZooRecipes
{
    public static MlpSpec Mlp(int depth, int width, ActivationSpec activation) => new() { Hidden = [.. Enumerable.Repeat(width, depth)], Activation = activation };

    public static MlpSpec Start(MlpSpec mlp, double std) => mlp with { Initialization = new Normal { Std = std } };

    public static ConvNetSpec Conv(int depth, ActivationSpec activation) => new() { Channels = [.. Enumerable.Repeat(8, depth)], Pooling = 1, Activation = activation };

    public static Recipe Digits(ModelSpec model) => new()
    {
        Data = new StrokeDigits { Samples = 1000 },
        Model = model,
        Loss = new CrossEntropy(),
        Optimizer = new AdamW(),
        Epochs = 5,
    };

    public static Recipe Images(ModelSpec model, int samples = 400) => Digits(model) with { Data = new StrokeDigits { Samples = samples } };

    public static Recipe RealDigits(ModelSpec model) => Digits(model) with { Data = RealData.Digits };

    /// <summary>A tenth of the 10,000 images trains.</summary>
    public static Recipe Mnist(ModelSpec model) => Digits(model) with { Data = RealData.Mnist, Split = new() { Validation = 0.05, Test = 0.85 } };

    public static Recipe Blob(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Blobs { Samples = 600 }, Model = model, Loss = new CrossEntropy(), Optimizer = optimizer, Epochs = 8 };

    public static Recipe Spiral(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Spirals { Samples = 800 }, Model = model, Loss = new CrossEntropy(), Optimizer = optimizer, Epochs = 8 };

    public static Recipe Circle(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Circles { Samples = 600 }, Model = model, Loss = new BceWithLogits(), Optimizer = optimizer, Epochs = 8 };

    public static Recipe Wave(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Waves { Samples = 800 }, Model = model, Loss = new MseLoss(), Optimizer = optimizer, Epochs = 15 };

    public static Recipe Flight(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Airline(), Model = model, Loss = new MseLoss(), Optimizer = optimizer, Epochs = 60 };

    public static Recipe Houses(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new CsvData { Path = ZooTables.Houses, Target = "price" }, Model = model, Loss = new MseLoss(), Optimizer = optimizer, Epochs = 15 };

    public static Recipe Sequence(RecurrentCell cell, int length) => new()
    {
        Data = new Adding { Samples = 1200, Length = length },
        Model = new RecurrentSpec { Cell = cell, Hidden = 32 },
        Loss = new MseLoss(),
        Optimizer = new Adam { Lr = 0.005 },
        BatchSize = 64,
        Epochs = 4,
    };
}
