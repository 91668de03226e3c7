using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Training;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>Recipes that work, many of them for a reason to be suspected.</summary>
internal static class HealthyRecipes
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("relu, blobs", SickRecipes.Blob(SickRecipes.Mlp(2, 32, new ReLU()), new AdamW())),
        new("tanh, blobs, sgd without momentum", SickRecipes.Blob(SickRecipes.Mlp(2, 32, new Tanh()), new Sgd { Lr = 0.1 })),
        new("two sigmoid layers, blobs", SickRecipes.Blob(SickRecipes.Mlp(2, 32, new Sigmoid()), new Adam { Lr = 0.01 })),
        new("linear model, blobs", SickRecipes.Blob(SickRecipes.Mlp(0, 0, new ReLU()), new Sgd { Lr = 0.1 })),
        new("overlapping blobs", SickRecipes.Blob(SickRecipes.Mlp(2, 32, new ReLU()), new AdamW()) with { Data = new Blobs { Samples = 800, Radius = 1.5 } }),
        new("batch gradient descent, blobs", SickRecipes.Blob(SickRecipes.Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.3, Momentum = 0.9 }) with { BatchSize = BatchSize.Full, Epochs = 80 }),
        new("label smoothing, blobs", SickRecipes.Blob(SickRecipes.Mlp(2, 32, new ReLU()), new AdamW()) with { Loss = new CrossEntropy { LabelSmoothing = 0.1 } }),
        new("relu, circles", SickRecipes.Circle(SickRecipes.Mlp(2, 32, new ReLU()), new Adam { Lr = 0.01 })),
        new("tanh, circles, momentum", SickRecipes.Circle(SickRecipes.Mlp(2, 32, new Tanh()), new Sgd { Lr = 0.2, Momentum = 0.9 })),
        new("relu, spirals", SickRecipes.Spiral(SickRecipes.Mlp(3, 64, new ReLU()), new Adam { Lr = 0.005 }) with { Epochs = 25 }),
        new("tanh, spirals", SickRecipes.Spiral(SickRecipes.Mlp(3, 64, new Tanh()), new Adam { Lr = 0.005 }) with { Epochs = 25 }),
        new("gelu, spirals, rmsprop", SickRecipes.Spiral(SickRecipes.Mlp(3, 64, new GELU()), new RmsProp { Lr = 0.002 }) with { Epochs = 25 }),
        new("elu, spirals, nadam", SickRecipes.Spiral(SickRecipes.Mlp(3, 64, new ELU()), new NAdam { Lr = 0.005 }) with { Epochs = 25 }),
        new("relu, digits", SickRecipes.Digits(SickRecipes.Mlp(2, 64, new ReLU()))),
        new("relu, digits, large batch", SickRecipes.Digits(SickRecipes.Mlp(2, 64, new ReLU())) with { Data = new StrokeDigits { Samples = 3000 }, BatchSize = 256, Optimizer = new AdamW { Lr = 0.005 }, Epochs = 12 }),
        new("tanh, five layers, digits", SickRecipes.Digits(SickRecipes.Mlp(5, 64, new Tanh()))),
        new("tanh, ten layers, xavier, digits", SickRecipes.Digits(SickRecipes.Mlp(10, 64, new Tanh()) with { Initialization = new XavierNormal() })),
        new("silu, digits, adagrad", SickRecipes.Digits(SickRecipes.Mlp(2, 64, new SiLU())) with { Optimizer = new Adagrad { Lr = 0.02 } }),
        new("leaky relu, digits, sgd with momentum", SickRecipes.Digits(SickRecipes.Mlp(3, 64, new LeakyReLU())) with { Optimizer = new Sgd { Lr = 0.05, Momentum = 0.9 } }),
        new("sigmoid, 20 layers, shortcuts", SickRecipes.Digits(SickRecipes.Mlp(20, 64, new Sigmoid()) with { Residual = true })),
        new("sigmoid, 20 layers, batch normalization", SickRecipes.Digits(SickRecipes.Mlp(20, 64, new Sigmoid()) with { Normalization = new BatchNorm() }) with { Epochs = 8 }),
        new("relu, 20 layers, kaiming", SickRecipes.Digits(SickRecipes.Mlp(20, 64, new ReLU()) with { Initialization = new KaimingNormal() }) with { Data = new StrokeDigits { Samples = 2000 }, Epochs = 8 }),
        new("relu, 20 layers, kaiming, shortcuts, clipping, L2", SickRecipes.Digits(SickRecipes.Mlp(20, 64, new ReLU()) with { Initialization = new KaimingNormal(), Residual = true, Normalization = new BatchNorm() }) with
        {
            Clipping = new ClipByNorm { MaxNorm = 1 },
            Regularization = new L2(),
        }),
        new("layer normalization, 12 layers", SickRecipes.Digits(SickRecipes.Mlp(12, 64, new ReLU()) with { Normalization = new LayerNorm() })),
        new("dropout, digits", SickRecipes.Digits(SickRecipes.Mlp(2, 128, new ReLU()) with { Dropout = 0.3 }) with { Epochs = 8 }),
        new("tiny rate, long schedule", SickRecipes.Digits(SickRecipes.Mlp(2, 64, new ReLU())) with { Optimizer = new AdamW { Lr = 1e-4 }, Schedule = new CosineSchedule(), Epochs = 40 }),
        new("plain sgd with a small rate for long", SickRecipes.Digits(SickRecipes.Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 0.01 }, Epochs = 40 }),
        new("warmup and one percent of clipping", SickRecipes.Digits(SickRecipes.Mlp(3, 64, new ReLU())) with { Schedule = new WarmupSchedule { WarmupSteps = 30 }, Clipping = new ClipByNorm { MaxNorm = 5 } }),
        new("convnet", SickRecipes.Digits(new ConvNetSpec { Channels = [8, 16] }) with { Data = new StrokeDigits { Samples = 600 }, Optimizer = new AdamW { Lr = 0.005 }, Epochs = 6 }),
        new("convnet with batch normalization, sgd", SickRecipes.Digits(new ConvNetSpec { Channels = [8, 16], Normalization = new BatchNorm() }) with { Data = new StrokeDigits { Samples = 600 }, Optimizer = new Sgd { Lr = 0.05, Momentum = 0.9 } }),
        new("resnet", SickRecipes.Digits(new ResNetSpec { Widths = [8, 16], Blocks = 1 }) with { Data = new StrokeDigits { Samples = 400 }, Optimizer = new AdamW { Lr = 0.01 }, Epochs = 6 }),
        new("gru over 15 steps", SickRecipes.Sequence(RecurrentCell.Gru, 15) with { Optimizer = new Adam { Lr = 0.01 }, Epochs = 25 }),
        new("lstm over 10 steps", SickRecipes.Sequence(RecurrentCell.Lstm, 10) with { Optimizer = new Adam { Lr = 0.02 }, Epochs = 30 }),
        new("airline, standardized", new Recipe { Data = new Airline(), Model = SickRecipes.Mlp(1, 16, new ReLU()), Loss = new MseLoss(), Optimizer = new Adam { Lr = 0.005 }, Epochs = 60 }),
        new("huber, sums of ten numbers", new Recipe { Data = new Adding { Samples = 800, Length = 10 }, Model = SickRecipes.Mlp(2, 64, new ReLU()), Loss = new HuberLoss(), Optimizer = new Adam { Lr = 0.003 }, Epochs = 40 }),
        new("accumulated batches", SickRecipes.Digits(SickRecipes.Mlp(2, 64, new ReLU())) with { Accumulation = 4, BatchSize = 8, Optimizer = new AdamW { Lr = 0.003 } }),
    ];
}
