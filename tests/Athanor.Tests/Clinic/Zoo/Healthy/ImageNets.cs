using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Training;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;

namespace Athanor.Tests.Clinic.Zoo.Healthy;

/// <summary>Images that nets learn.</summary>
internal static class ImageNets
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("relu, digits", Digits(Mlp(2, 64, new ReLU()))),
        new("relu, digits, large batch", Digits(Mlp(2, 64, new ReLU())) with { Data = new StrokeDigits { Samples = 3000 }, BatchSize = 256, Optimizer = new AdamW { Lr = 0.005 }, Epochs = 12 }),
        new("tanh, five layers, digits", Digits(Mlp(5, 64, new Tanh()))),
        new("tanh, ten layers, xavier, digits", Digits(Mlp(10, 64, new Tanh()) with { Initialization = new XavierNormal() })),
        new("silu, digits, adagrad", Digits(Mlp(2, 64, new SiLU())) with { Optimizer = new Adagrad { Lr = 0.02 } }),
        new("leaky relu, digits, sgd with momentum", Digits(Mlp(3, 64, new LeakyReLU())) with { Optimizer = new Sgd { Lr = 0.05, Momentum = 0.9 } }),
        new("dropout, digits", Digits(Mlp(2, 128, new ReLU()) with { Dropout = 0.3 }) with { Epochs = 8 }),
        new("tiny rate, long schedule", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new AdamW { Lr = 1e-4 }, Schedule = new CosineSchedule(), Epochs = 40 }),
        new("plain sgd with a small rate for long", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 0.01 }, Epochs = 40 }),
        new("warmup and one percent of clipping", Digits(Mlp(3, 64, new ReLU())) with { Schedule = new WarmupSchedule { WarmupSteps = 30 }, Clipping = new ClipByNorm { MaxNorm = 5 } }),
        new("convnet", Digits(new ConvNetSpec { Channels = [8, 16] }) with { Data = new StrokeDigits { Samples = 600 }, Optimizer = new AdamW { Lr = 0.005 }, Epochs = 6 }),
        new("convnet with batch normalization, sgd", Digits(new ConvNetSpec { Channels = [8, 16], Normalization = new BatchNorm() }) with { Data = new StrokeDigits { Samples = 600 }, Optimizer = new Sgd { Lr = 0.05, Momentum = 0.9 } }),
        new("resnet", Digits(new ResNetSpec { Widths = [8, 16], Blocks = 1 }) with { Data = new StrokeDigits { Samples = 400 }, Optimizer = new AdamW { Lr = 0.01 }, Epochs = 6 }),
        new("accumulated batches", Digits(Mlp(2, 64, new ReLU())) with { Accumulation = 4, BatchSize = 8, Optimizer = new AdamW { Lr = 0.003 } }),

        new("relu, real digits", RealDigits(Mlp(2, 64, new ReLU()))),
        new("linear, real digits", RealDigits(Mlp(0, 0, new ReLU())) with { Optimizer = new Sgd { Lr = 0.1 } }),
        new("tanh, real digits, plain sgd", RealDigits(Mlp(3, 48, new Tanh())) with { Optimizer = new Sgd { Lr = 0.1 } }),
        new("real digits, bf16", RealDigits(Mlp(2, 64, new ReLU())) with { Precision = new Bf16() }),
        new("real digits, fewer than 200", RealDigits(Mlp(1, 64, new ReLU())) with { Split = new() { Validation = 0.2, Test = 0.7 }, Optimizer = new AdamW { Lr = 0.003 }, Epochs = 20 }),
        new("real digits, weight decay of a tenth", RealDigits(Mlp(2, 64, new ReLU())) with { Optimizer = new AdamW { Lr = 0.002, WeightDecay = 0.1 } }),
        new("real digits, elastic net", RealDigits(Mlp(2, 64, new ReLU())) with { Regularization = new ElasticNet(), Optimizer = new Adam { Lr = 0.002 } }),
        new("real digits, steps", RealDigits(Mlp(2, 64, new ReLU())) with { Schedule = new StepSchedule { StepSize = 80 }, Optimizer = new Adam { Lr = 0.005 }, Epochs = 8 }),
        new("real digits, pixels from 0 to 16", RealDigits(Mlp(2, 64, new ReLU())) with { Standardization = new NoStandardization() }) { Data = ZooData.Inputs(16) },
        new("real digits, layer normalization and gelu", RealDigits(Mlp(4, 64, new GELU()) with { Normalization = new LayerNorm() })),
        new("real digits, a tenth of the labels wrong", RealDigits(Mlp(1, 32, new ReLU())) with { Epochs = 5 }) { Data = ZooData.Noisy(0.1) },
        new("real digits, convnet", RealDigits(new ConvNetSpec { Channels = [8, 16] }) with { Optimizer = new AdamW { Lr = 0.005 }, Epochs = 4 }),
        new("real digits, convnet with group normalization", RealDigits(new ConvNetSpec { Channels = [8, 16], Normalization = new GroupNorm { Groups = 4 } }) with { Optimizer = new AdamW { Lr = 0.005 }, Epochs = 4 }),
        new("real digits, batches of 2 with group normalization", RealDigits(new ConvNetSpec { Channels = [8], Normalization = new GroupNorm { Groups = 4 } }) with { Split = new() { Validation = 0.1, Test = 0.7 }, BatchSize = 2, Epochs = 3 }),
        new("real digits, convnet, tanh", RealDigits(new ConvNetSpec { Channels = [8, 16], Activation = new Tanh() }) with { Optimizer = new Sgd { Lr = 0.1, Momentum = 0.9 }, Epochs = 4 }),
        new("real digits, clipped at 1", RealDigits(Mlp(2, 64, new ReLU())) with { Clipping = new ClipByNorm(), Optimizer = new Sgd { Lr = 0.1, Momentum = 0.9 } }),
        new("real digits, clipped to 0.1 under adam", RealDigits(Mlp(2, 64, new ReLU())) with { Clipping = new ClipByNorm { MaxNorm = 0.1 }, Optimizer = new Adam { Lr = 0.003 } }),
        new("real digits, clipped at 10, a safety net", RealDigits(Mlp(2, 64, new ReLU())) with { Clipping = new ClipByNorm { MaxNorm = 10 } }),
        new("real digits, clipped by value", RealDigits(Mlp(2, 64, new ReLU())) with { Clipping = new ClipByValue { ClipValue = 0.05 }, Optimizer = new Sgd { Lr = 0.1, Momentum = 0.9 } }),
        new("real digits, clipped by unit", RealDigits(Mlp(2, 64, new ReLU())) with { Clipping = new ClipAdaptive { Clipping = 0.1 }, Optimizer = new Adam { Lr = 0.003 } }),
        new("real digits, batch of 8 with batch normalization", RealDigits(Mlp(2, 48, new ReLU()) with { Normalization = new BatchNorm() }) with { BatchSize = 8, Split = new() { Validation = 0.1, Test = 0.5 }, DropLast = true }),
        new("mnist, relu", Mnist(Mlp(2, 32, new ReLU())) with { Optimizer = new AdamW { Lr = 0.003 } }),
        new("mnist, pixels from 0 to 1", Mnist(Mlp(2, 32, new ReLU())) with { Standardization = new NoStandardization(), Optimizer = new AdamW { Lr = 0.003 } }),
        new("mnist, momentum", Mnist(Mlp(2, 48, new ReLU())) with { Optimizer = new Sgd { Lr = 0.05, Momentum = 0.9 } }),
        new("mnist, linear", Mnist(Mlp(0, 0, new ReLU())) with { Optimizer = new Adam { Lr = 0.003 } }),
        new("stroke-digits, few and easy, dropout", Digits(Mlp(2, 64, new ReLU()) with { Dropout = 0.2 }) with { Data = new StrokeDigits { Samples = 400, Difficulty = 0.3 }, Optimizer = new AdamW { Lr = 0.003 }, Epochs = 10 }),
        new("stroke-digits, one sigmoid layer", Digits(Mlp(1, 64, new Sigmoid())) with { Optimizer = new Adam { Lr = 0.01 } }),
        new("stroke-digits, plateau", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Adam { Lr = 0.005 }, Schedule = new ReduceOnPlateauSchedule { Patience = 1 }, Epochs = 8 }),
        new("stroke-digits, convnet with a head", Digits(new ConvNetSpec { Channels = [8, 16], Head = [32], Dropout = 0.1 }) with { Data = new StrokeDigits { Samples = 600 }, Optimizer = new AdamW { Lr = 0.005 } }),
    ];
}
