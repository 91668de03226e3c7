using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>Weights that start so large, or so much alike, that the first steps go nowhere.</summary>
internal static class LargeWeights
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("relu, 20 layers, weights of 0.5", Digits(Start(Mlp(20, 64, new ReLU()), 0.5)) with { Optimizer = new Sgd { Lr = 0.01 } }, Exploding, BadStart) { Layer = "hidden.0" },
        new("relu, 10 layers, weights of 1, spirals", Spiral(Start(Mlp(10, 32, new ReLU()), 1), new Sgd { Lr = 0.01, Momentum = 0.9 }), Exploding, BadStart),
        new("relu, 8 layers, weights of 0.6, adam, circles", Circle(Start(Mlp(8, 64, new ReLU()), 0.6), new Adam()), Exploding, BadStart),
        new("rnn, recurrent weights of 1", Sequence(RecurrentCell.Rnn, 40) with { Model = new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 32, Initialization = new Normal { Std = 1 } }, Optimizer = new Sgd { Lr = 0.05 } }, Exploding, Saturated, BadStart),
        new("identity, 15 layers, weights of 0.4", Blob(Start(Mlp(15, 32, new Identity()), 0.4), new Sgd { Lr = 0.01 }), Exploding, BadStart),
        new("tanh, weights of 2", Digits(Start(Mlp(4, 64, new Tanh()), 2)) with { Optimizer = new Sgd { Lr = 0.001 } }, Saturated, BadStart, Exploding),
        new("all weights 0", Digits(Mlp(3, 64, new ReLU()) with { Initialization = new Zeros() }), BadStart),

        new("tanh, 12 layers, weights of 1, circles", Circle(Start(Mlp(12, 32, new Tanh()), 1), new Sgd { Lr = 0.01 }), Exploding, Saturated, BadStart) { Layer = "hidden.1" },
        new("elu, 15 layers, weights of 0.5, waves", Wave(Start(Mlp(15, 32, new ELU()), 0.5), new Sgd { Lr = 0.01 }), Exploding, BadStart, NonFinite),
        new("leaky relu, 12 layers, weights of -1 to 1, real digits", RealDigits(Mlp(12, 48, new LeakyReLU()) with { Initialization = new Uniform { Lower = -1, Upper = 1 } }) with { Optimizer = new Sgd { Lr = 0.01 } }, Exploding, BadStart),
        new("relu, 6 convolutions, weights of 0.5", Images(Conv(6, new ReLU()) with { Initialization = new Normal { Std = 0.5 } }) with { Optimizer = new Sgd { Lr = 0.01 }, Epochs = 3 }, Exploding, BadStart),
        new("resnet without normalization, weights of 0.5", Images(new ResNetSpec { Widths = [8, 16], Blocks = 2, Normalization = new NoNormalization(), Initialization = new Normal { Std = 0.5 } }) with { Optimizer = new Sgd { Lr = 0.01 }, Epochs = 3 }, Exploding, BadStart, NonFinite),
        new("lstm, weights of 3", Sequence(RecurrentCell.Lstm, 30) with { Model = new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 32, Initialization = new Normal { Std = 3 } } }, Exploding, BadStart, Saturated),
        new("gru, weights of 3", Sequence(RecurrentCell.Gru, 30) with { Model = new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 32, Initialization = new Normal { Std = 3 } } }, Exploding, BadStart, Saturated),
        new("rnn of two layers, orthogonal times 4, 50 steps", Sequence(RecurrentCell.Rnn, 50) with { Model = new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 32, Layers = 2, Initialization = new Orthogonal { Gain = 4 } }, Optimizer = new Sgd { Lr = 0.1 } }, Exploding, BadStart, Saturated),
        new("relu, 10 layers, orthogonal times 3, blobs", Blob(Mlp(10, 32, new ReLU()) with { Initialization = new Orthogonal { Gain = 3 } }, new Sgd { Lr = 0.01 }), Exploding, BadStart),
        new("selu, 20 layers, weights of 0.6, waves, batch", Wave(Start(Mlp(20, 24, new SELU()), 0.6), new Sgd { Lr = 0.01 }) with { BatchSize = BatchSize.Full, Epochs = 40 }, Exploding, BadStart, NonFinite),
        new("gelu, 8 layers, weights of 1, mnist", Mnist(Start(Mlp(8, 32, new GELU()), 1)) with { Optimizer = new Sgd { Lr = 0.01 } }, Exploding, BadStart),
        new("sigmoid, weights of 5, circles", Circle(Start(Mlp(3, 32, new Sigmoid()), 5), new Sgd { Lr = 0.01 }), Saturated, BadStart),
        new("tanh, weights of 3, waves", Wave(Start(Mlp(3, 32, new Tanh()), 3), new Sgd { Lr = 0.001 }), Saturated, BadStart, Exploding),
        new("hard tanh, weights of 3, spirals", Spiral(Start(Mlp(3, 32, new HardTanh()), 3), new Sgd { Lr = 0.001 }), Saturated, BadStart, Exploding),
        new("tanh, convolutions of 2, real digits", RealDigits(new ConvNetSpec { Channels = [8, 16], Activation = new Tanh(), Initialization = new Normal { Std = 2 } }) with { Optimizer = new Sgd { Lr = 0.001 }, Epochs = 2 }, Saturated, BadStart, Exploding),
        new("constant weights of 0.1", RealDigits(Mlp(2, 48, new ReLU()) with { Initialization = new Constant { Value = 0.1 } }), BadStart) { Layer = "hidden.1" },
        new("constant weights of 1, spirals", Spiral(Mlp(2, 32, new Tanh()) with { Initialization = new Constant { Value = 1 } }, new Adam { Lr = 0.01 }), BadStart),
        new("zeros, regression", Wave(Mlp(2, 32, new ReLU()) with { Initialization = new Zeros() }, new Adam { Lr = 0.01 }), BadStart),
        new("zeros, convnet", Images(new ConvNetSpec { Channels = [8, 16], Initialization = new Zeros() }), BadStart),
        new("constant convolutions", Images(new ConvNetSpec { Channels = [8, 16], Initialization = new Constant { Value = 0.05 } }), BadStart) { Layer = "convolution.1" },
        new("zeros, resnet", Images(new ResNetSpec { Widths = [8, 16], Initialization = new Zeros() }) with { Epochs = 3 }, BadStart),
        new("zeros, gru", Sequence(RecurrentCell.Gru, 15) with { Model = new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 24, Initialization = new Zeros() } }, BadStart),
        new("zeros written by hand", Circle(ZeroByHand, new Adam()), BadStart) { Layer = "0" },
    ];

    private static CustomModel ZeroByHand => ModelSpec.Custom("zoo-zeros", new { Width = 16 }, static (o, task) =>
    {
        nn.Module<Tensor, Tensor>[] layers = [nn.Linear(task.InputShape[0], o.Width), nn.Linear(o.Width, o.Width), nn.Linear(o.Width, task.Outputs)];
        foreach (TorchSharp.Modules.Parameter parameter in layers.SelectMany(layer => layer.parameters()))
        {
            nn.init.zeros_(parameter);
        }

        return nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2]);
    });
}
