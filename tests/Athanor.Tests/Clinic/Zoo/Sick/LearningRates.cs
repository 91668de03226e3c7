using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>Rates far beyond, or far below, what the budget needs.</summary>
internal static class LearningRates
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("sgd with rate 50, circles", Circle(Mlp(2, 32, new Tanh()), new Sgd { Lr = 50 }), TooHigh, Saturated),
        new("momentum 0.99 and rate 2, spirals", Spiral(Mlp(3, 32, new Tanh()), new Sgd { Lr = 2, Momentum = 0.99 }), TooHigh, Saturated),
        new("adamw with rate 0.5, convnet", Digits(new ConvNetSpec { Channels = [8, 16] }) with { Data = new StrokeDigits { Samples = 400 }, Optimizer = new AdamW { Lr = 0.5 } }, TooHigh, Dead),
        new("sgd with rate 1000, regression", new Recipe { Data = new Adding { Samples = 500, Length = 10 }, Model = Mlp(2, 32, new ReLU()), Loss = new MseLoss(), Optimizer = new Sgd { Lr = 1000 }, Epochs = 5 }, NonFinite, TooHigh),
        new("sgd with rate 10, stroke-digits", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 10 } }, TooHigh, Dead, NonFinite),
        new("adam with rate 10, tanh, spirals", Spiral(Mlp(3, 32, new Tanh()), new Adam { Lr = 10 }), TooHigh, Saturated),
        new("adam with rate 1, convnet, real digits", RealDigits(new ConvNetSpec { Channels = [8, 16] }) with { Optimizer = new Adam { Lr = 1 }, Epochs = 3 }, TooHigh, Dead),
        new("rmsprop with rate 1, sigmoid, circles", Circle(Mlp(2, 32, new Sigmoid()), new RmsProp { Lr = 1 }), TooHigh, Saturated, Oscillating),
        new("lstm, adam with rate 1", Sequence(RecurrentCell.Lstm, 15) with { Optimizer = new Adam { Lr = 1 } }, TooHigh, Oscillating),
        new("gru, sgd with rate 100", Sequence(RecurrentCell.Gru, 15) with { Optimizer = new Sgd { Lr = 100 } }, TooHigh, NonFinite, Oscillating),
        new("rnn, adam with rate 3", Sequence(RecurrentCell.Rnn, 20) with { Optimizer = new Adam { Lr = 3 } }, TooHigh, Oscillating),
        new("resnet, sgd with rate 50", Images(new ResNetSpec { Widths = [8, 16] }) with { Optimizer = new Sgd { Lr = 50 }, Epochs = 4 }, TooHigh, NonFinite, Oscillating),
        new("lion with rate 0.3, blobs", Blob(Mlp(2, 32, new ReLU()), new Lion { Lr = 0.3 }), TooHigh, Dead),
        new("adagrad with rate 100, stroke-digits", Digits(Mlp(2, 32, new Tanh())) with { Optimizer = new Adagrad { Lr = 100 } }, TooHigh, Saturated),
        new("one-cycle up to 20, mnist", Mnist(Mlp(2, 32, new ReLU())) with { Optimizer = new Sgd { Lr = 0.1 }, Schedule = new OneCycleSchedule { MaxLr = 20 } }, TooHigh, Dead, NonFinite),
        new("momentum and rate 5, waves", Wave(Mlp(2, 32, new ReLU()), new Sgd { Lr = 5, Momentum = 0.9 }), TooHigh, NonFinite, Dead),
        new("airline, sgd with rate 5", Flight(Mlp(1, 16, new ReLU()), new Sgd { Lr = 5 }) with { Epochs = 20 }, TooHigh, NonFinite, Dead),
        new("rate 3 without any rest, batch of 4", Spiral(Mlp(2, 32, new Tanh()), new Sgd { Lr = 3 }) with { BatchSize = 4 }, TooHigh, Oscillating, Saturated),
        new("houses, adam with rate 3", Houses(Mlp(2, 32, new ReLU()), new Adam { Lr = 3 }) with { Standardization = new PerFeatureStandardization { Targets = true } }, TooHigh, Dead, Oscillating),

        new("sgd with rate 1e-5, digits", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 1e-5 } }, TooLow),
        new("adam with rate 1e-7, blobs", Blob(Mlp(2, 32, new ReLU()), new Adam { Lr = 1e-7 }), TooLow),
        new("sgd with rate 1e-4, spirals", Spiral(Mlp(2, 64, new Tanh()), new Sgd { Lr = 1e-4 }), TooLow),
        new("sgd with rate 1e-6, mnist", Mnist(Mlp(2, 32, new ReLU())) with { Optimizer = new Sgd { Lr = 1e-6 } }, TooLow),
        new("adam with rate 1e-6, convnet", Images(new ConvNetSpec { Channels = [8, 16] }) with { Optimizer = new Adam { Lr = 1e-6 } }, TooLow),
        new("lstm, adam with rate 1e-6", Sequence(RecurrentCell.Lstm, 15) with { Optimizer = new Adam { Lr = 1e-6 } }, TooLow),
        new("adam with rate 1e-6, waves", Wave(Mlp(2, 32, new GELU()), new Adam { Lr = 1e-6 }), TooLow),
        new("resnet, sgd with rate 1e-5", Images(new ResNetSpec { Widths = [8, 16] }) with { Optimizer = new Sgd { Lr = 1e-5 }, Epochs = 4 }, TooLow),
        new("a schedule that halves the rate at every step", RealDigits(Mlp(2, 32, new ReLU())) with { Optimizer = new Sgd { Lr = 0.01 }, Schedule = new ExponentialSchedule { Gamma = 0.5 } }, TooLow),
        new("rmsprop with rate 1e-7, circles", Circle(Mlp(2, 32, new Tanh()), new RmsProp { Lr = 1e-7 }), TooLow),
        new("adadelta with the rate of another library", Digits(Mlp(2, 32, new ReLU())) with { Optimizer = new Adadelta { Lr = 0.001 } }, TooLow),
        new("a module of one's own, sgd with rate 1e-6", Circle(Own, new Sgd { Lr = 1e-6 }), TooLow),
        new("gru, sgd with rate 1e-5", Sequence(RecurrentCell.Gru, 15) with { Optimizer = new Sgd { Lr = 1e-5 } }, TooLow),
        new("houses, sgd with rate 1e-5", Houses(Mlp(2, 32, new ReLU()), new Sgd { Lr = 1e-5 }) with { Standardization = new PerFeatureStandardization { Targets = true } }, TooLow),
    ];

    private static CustomModel Own => ModelSpec.Custom("zoo-own", new { Width = 24 }, static (o, task) =>
        nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.SiLU(), nn.Linear(o.Width, o.Width), nn.SiLU(), nn.Linear(o.Width, task.Outputs)));
}
