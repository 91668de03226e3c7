using Athanor.Activations;
using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;

namespace Athanor.Tests.Clinic.Zoo.Healthy;

/// <summary>Deep nets that are well because of what they are made of.</summary>
internal static class DeepNets
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("sigmoid, 20 layers, shortcuts", Digits(Mlp(20, 64, new Sigmoid()) with { Residual = true })),
        new("sigmoid, 20 layers, batch normalization", Digits(Mlp(20, 64, new Sigmoid()) with { Normalization = new BatchNorm() }) with { Epochs = 8 }),
        new("relu, 20 layers, kaiming", Digits(Mlp(20, 64, new ReLU()) with { Initialization = new KaimingNormal() }) with { Data = new StrokeDigits { Samples = 2000 }, Epochs = 8 }),
        new("relu, 20 layers, kaiming, shortcuts, clipping, L2", Digits(Mlp(20, 64, new ReLU()) with { Initialization = new KaimingNormal(), Residual = true, Normalization = new BatchNorm() }) with { Clipping = new ClipByNorm { MaxNorm = 1 }, Regularization = new L2() }),
        new("layer normalization, 12 layers", Digits(Mlp(12, 64, new ReLU()) with { Normalization = new LayerNorm() })),
        new("tanh, 20 layers, orthogonal, blobs", Blob(Mlp(20, 32, new Tanh()) with { Initialization = new Orthogonal() }, new Sgd { Lr = 0.02 })),
        new("relu, 12 layers, kaiming, spirals", Spiral(Mlp(12, 48, new ReLU()) with { Initialization = new KaimingNormal() }, new Adam { Lr = 0.001 }) with { Epochs = 25 }),
        new("relu, 30 layers, shortcuts and layer normalization, real digits", RealDigits(Mlp(30, 48, new ReLU()) with { Residual = true, Normalization = new LayerNorm() })),
        new("selu, 16 layers, lecun, real digits", RealDigits(Mlp(16, 48, new SELU()) with { Initialization = new LecunNormal() }) with { Optimizer = new Adam { Lr = 0.0005 }, Epochs = 8 }),
        new("gelu, 12 layers, shortcuts, waves", Wave(Mlp(12, 32, new GELU()) with { Residual = true }, new Adam { Lr = 0.003 })),
        new("sigmoid, 4 layers, xavier, real digits, adam", RealDigits(Mlp(4, 64, new Sigmoid()) with { Initialization = new XavierNormal() }) with { Optimizer = new Adam { Lr = 0.005 }, Epochs = 12 }),
        new("relu, 8 layers, weights of 0.5 under batch normalization", RealDigits(Start(Mlp(8, 48, new ReLU()) with { Normalization = new BatchNorm() }, 0.5)) with { Optimizer = new Adam { Lr = 0.003 } }),
        new("resnet of 8 blocks, real digits", RealDigits(new ResNetSpec { Widths = [8, 16], Blocks = 4, StemStride = 1 }) with { Split = new() { Validation = 0.1, Test = 0.6 }, Optimizer = new AdamW { Lr = 0.005 }, Epochs = 4 }),
        new("resnet with group normalization, real digits", RealDigits(new ResNetSpec { Widths = [8, 16], Normalization = new GroupNorm { Groups = 4 }, StemStride = 1 }) with { Split = new() { Validation = 0.1, Test = 0.6 }, Optimizer = new AdamW { Lr = 0.01 }, Epochs = 6 }),
        new("resnet, momentum and weight decay, stroke-digits", Images(new ResNetSpec { Widths = [8, 16] }) with { Optimizer = new Sgd { Lr = 0.1, Momentum = 0.9, WeightDecay = 5e-4 }, Epochs = 6 }),
        new("resnet without normalization, kaiming", Images(new ResNetSpec { Widths = [8, 16], Normalization = new NoNormalization(), Initialization = new KaimingNormal() }) with { Optimizer = new AdamW { Lr = 0.005 }, Epochs = 8 }),
        new("6 convolutions, batch normalization", RealDigits(Conv(6, new ReLU()) with { Normalization = new BatchNorm() }) with { Optimizer = new AdamW { Lr = 0.005 }, Epochs = 3 }),
        new("5 convolutions, kaiming, sgd with momentum", RealDigits(Conv(5, new ReLU()) with { Initialization = new KaimingNormal() }) with { Optimizer = new Sgd { Lr = 0.02, Momentum = 0.9 }, Epochs = 3 }),
        new("shortcuts, 16 layers of tanh, spirals", Spiral(Mlp(16, 32, new Tanh()) with { Residual = true }, new Adam { Lr = 0.003 }) with { Epochs = 20 }),
        new("spectral normalization, real digits", RealDigits(Mlp(3, 64, new ReLU()) with { Normalization = new SpectralNorm() }) with { Optimizer = new Adam { Lr = 0.005 } }),
        new("weight normalization, spirals", Spiral(Mlp(3, 64, new ReLU()) with { Normalization = new WeightNorm() }, new Adam { Lr = 0.005 }) with { Epochs = 25 }),
        new("rms normalization, 8 layers, circles", Circle(Mlp(8, 32, new SiLU()) with { Normalization = new RmsNorm() }, new Adam { Lr = 0.003 }) with { Epochs = 12 }),
    ];
}
