using Athanor.Activations;
using Athanor.Data.Tasks;
using Athanor.Models;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>Nets that are too small, too large, held too tight or stopped too early.</summary>
internal static class Fitting
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("150 hard digits learned by heart", Digits(Mlp(3, 256, new ReLU())) with { Data = new StrokeDigits { Samples = 200, Difficulty = 1.6 }, Optimizer = new Adam { Lr = 0.003 }, Epochs = 60 }, Overfitting),
        new("overlapping blobs learned by heart", Blob(Mlp(3, 128, new ReLU()), new Adam { Lr = 0.005 }) with { Data = new Blobs { Samples = 150, Radius = 2, Features = 8, Deviation = 2 }, Epochs = 80 }, Overfitting),
        new("circles in noise learned by heart", Circle(Mlp(3, 128, new ReLU()), new Adam { Lr = 0.005 }) with { Data = new Circles { Samples = 150, Noise = 0.35 }, Epochs = 120 }, Overfitting),
        new("waves in noise learned by heart", Wave(Mlp(3, 128, new ReLU()), new Adam { Lr = 0.005 }) with { Data = new Waves { Samples = 80, Noise = 0.7 }, Epochs = 200 }, Overfitting),
        new("few hard images, convnet", Images(new ConvNetSpec { Channels = [16, 32], Head = [64] }) with { Data = new StrokeDigits { Samples = 150, Difficulty = 1.7 }, Optimizer = new Adam { Lr = 0.003 }, Epochs = 40 }, Overfitting),
        new("a third of the labels wrong, learned by heart", RealDigits(Mlp(3, 128, new ReLU())) with { Split = new() { Validation = 0.2, Test = 0.5 }, Optimizer = new Adam { Lr = 0.002 }, Epochs = 30 }, Overfitting) { Data = ZooData.Noisy(0.33) },

        new("a line for spirals", Spiral(Mlp(0, 0, new ReLU()), new Adam { Lr = 0.01 }) with { Epochs = 20 }, Underfitting),
        new("a line for circles", Circle(Mlp(0, 0, new ReLU()), new Adam { Lr = 0.01 }) with { Epochs = 20 }, Underfitting),
        new("one unit for digits", Digits(new MlpSpec { Hidden = [1] }) with { Optimizer = new Adam { Lr = 0.01 }, Epochs = 25 }, Underfitting),
        new("two units for stroke-digits", Digits(Mlp(1, 2, new ReLU())) with { Optimizer = new Adam { Lr = 0.01 }, Epochs = 20 }, Underfitting) { Missed = "the nearest neighbours do little better" },
        new("two units for spirals", Spiral(Mlp(1, 2, new Tanh()), new Adam { Lr = 0.02 }) with { Epochs = 20 }, Underfitting),
        new("one channel for digits", RealDigits(new ConvNetSpec { Channels = [1, 1, 1] }) with { Optimizer = new Adam { Lr = 0.01 }, Epochs = 12 }, Underfitting),
        new("a line for waves", Wave(Mlp(0, 0, new ReLU()), new Adam { Lr = 0.02 }) with { Epochs = 30 }, Underfitting),
        new("hidden layers without activation, spirals", Spiral(Mlp(3, 64, new Identity()), new Adam { Lr = 0.003 }) with { Epochs = 15 }, Underfitting) { Layer = "hidden.0" },
        new("hidden layers without activation, circles", Circle(Mlp(2, 32, new Identity()), new Adam { Lr = 0.01 }), Underfitting) { Layer = "hidden.0" },
        new("hidden layers without activation, waves", Wave(Mlp(2, 32, new Identity()), new Sgd { Lr = 0.05 }), Underfitting) { Layer = "hidden.0" },
        new("hidden layers without activation, real digits", RealDigits(Mlp(2, 64, new Identity())) with { Optimizer = new Sgd { Lr = 0.05 } }, Underfitting) { Layer = "hidden.0" },
        new("a chain that forgot its activations", Spiral(Linear, new Adam { Lr = 0.01 }) with { Epochs = 12 }, Underfitting) { Layer = "0" },
        new("weight decay of 1 a step", Digits(Mlp(2, 64, new ReLU())) with { Regularization = new L2 { Lambda = 1 }, Optimizer = new Sgd { Lr = 0.1 } }, Underfitting, NoLearning) { Missed = "called a vanishing gradient: the weights are gone" },
        new("L1 of 0.1, spirals", Spiral(Mlp(3, 64, new ReLU()), new Adam { Lr = 0.005 }) with { Regularization = new L1 { Lambda = 0.1 } }, Underfitting, NoLearning) { Missed = "called a vanishing gradient: the weights are gone" },
        new("dropout of 95 percent", Digits(Mlp(3, 64, new ReLU()) with { Dropout = 0.95 }), Underfitting, NoLearning) { Missed = "called an oscillating loss" },
        new("one epoch of plain sgd, spirals", Spiral(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.01 }) with { Epochs = 1 }, Underfitting, NoLearning, TooLow),
        new("twenty steps, mnist", Mnist(Mlp(2, 32, new Tanh())) with { Epochs = null, Steps = 20 }, Underfitting, NoLearning, TooLow),
        new("two epochs of sgd, stroke-digits", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 0.02 }, Epochs = 2 }, Underfitting, NoLearning, TooLow),
        new("one epoch, waves", Wave(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.001 }) with { Epochs = 1 }, Underfitting, NoLearning, TooLow),
        new("two updates an epoch, convnet", Images(new ConvNetSpec { Channels = [8, 16] }) with { BatchSize = 256, Epochs = 3 }, Underfitting, NoLearning, TooLow),
    ];

    private static CustomModel Linear => ModelSpec.Custom("zoo-linear-chain", new { Width = 32 }, static (o, task) =>
        nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.Linear(o.Width, o.Width), nn.Linear(o.Width, task.Outputs)));
}
