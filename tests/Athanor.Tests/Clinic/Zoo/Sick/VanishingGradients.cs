using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>Deep nets whose first layers get no gradient.</summary>
internal static class VanishingGradients
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("sigmoid, 20 layers, stroke-digits", Digits(Mlp(20, 64, new Sigmoid())) with { Optimizer = new AdamW { Lr = 0.002, Eps = 1e-6 } }, Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 10 layers, plain sgd, spirals", Spiral(Mlp(10, 32, new Sigmoid()), new Sgd { Lr = 0.1 }), Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 12 layers, circles", Circle(Mlp(12, 32, new Sigmoid()), new Adam { Lr = 0.001, Eps = 1e-6 }), Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 8 layers, momentum, blobs", Blob(Mlp(8, 32, new Sigmoid()), new Sgd { Lr = 0.05, Momentum = 0.9 }), Vanishing) { Layer = "hidden.0" },
        new("relu, 20 layers, weights of PyTorch's default, sgd", Digits(Mlp(20, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 0.05 } }, Vanishing) { Layer = "hidden.0" },
        new("tanh, 12 layers, weights of 0.01", Digits(Start(Mlp(12, 64, new Tanh()), 0.01)) with { Optimizer = new Sgd { Lr = 0.1 } }, Vanishing, BadStart) { Layer = "hidden.0" },
        new("relu, 6 layers, weights of 0.01", Blob(Start(Mlp(6, 64, new ReLU()), 0.01), new Sgd { Lr = 0.1 }), Vanishing, BadStart) { Layer = "hidden.0" },
        new("sigmoid, 8 convolutions", Digits(Conv(8, new Sigmoid())) with { Data = new StrokeDigits { Samples = 300 } }, Vanishing) { Layer = "convolution.0" },
        new("rnn over 60 steps", Sequence(RecurrentCell.Rnn, 60), Vanishing),
        new("rnn over 100 steps, small rate", Sequence(RecurrentCell.Rnn, 100) with { Optimizer = new Adam { Lr = 0.001 } }, Vanishing),

        new("sigmoid, 10 layers of 100, real digits", RealDigits(Mlp(10, 100, new Sigmoid())) with { Optimizer = new Sgd { Lr = 0.1, Momentum = 0.9 } }, Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 14 layers, mnist", Mnist(Mlp(14, 32, new Sigmoid())) with { Optimizer = new Sgd { Lr = 0.1 } }, Vanishing) { Layer = "hidden.0" },
        new("hard sigmoid, 12 layers, waves", Wave(Mlp(12, 32, new HardSigmoid()), new Sgd { Lr = 0.05 }), Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 10 layers, rmsprop, circles", Circle(Mlp(10, 32, new Sigmoid()), new RmsProp { Lr = 0.001, Eps = 1e-4 }), Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 9 layers, nesterov, waves", Wave(Mlp(9, 48, new Sigmoid()), new Sgd { Lr = 0.05, Momentum = 0.9, Nesterov = true }), Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 10 layers, clipped at 1, stroke-digits", Digits(Mlp(10, 64, new Sigmoid())) with { Optimizer = new Sgd { Lr = 0.1 }, Clipping = new ClipByNorm { MaxNorm = 1 } }, Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 11 layers, one-cycle, spirals", Spiral(Mlp(11, 32, new Sigmoid()), new Sgd { Lr = 0.1, Momentum = 0.9 }) with { Schedule = new OneCycleSchedule { MaxLr = 0.5 } }, Vanishing) { Layer = "hidden.0" },
        new("tanh, 30 layers, PyTorch's default, spirals", Spiral(Mlp(30, 32, new Tanh()), new Sgd { Lr = 0.05 }), Vanishing) { Layer = "hidden.0" },
        new("relu, 25 layers, PyTorch's default, blobs, momentum", Blob(Mlp(25, 32, new ReLU()), new Sgd { Lr = 0.02, Momentum = 0.9 }), Vanishing) { Layer = "hidden.0" },
        new("gelu, 20 layers, PyTorch's default, circles", Circle(Mlp(20, 32, new GELU()), new Sgd { Lr = 0.1 }), Vanishing) { Layer = "hidden.0" },
        new("silu, 18 layers, PyTorch's default, real digits", RealDigits(Mlp(18, 48, new SiLU())) with { Optimizer = new Sgd { Lr = 0.1 } }, Vanishing) { Layer = "hidden.0" },
        new("elu, 30 layers, weights of 0.05, waves", Wave(Start(Mlp(30, 32, new ELU()), 0.05), new Sgd { Lr = 0.05 }), Vanishing, BadStart) { Layer = "hidden.0" },
        new("tanh, 16 layers, weights of 0.02, waves", Wave(Start(Mlp(16, 32, new Tanh()), 0.02), new Sgd { Lr = 0.05 }), Vanishing, BadStart) { Layer = "hidden.0" },
        new("sigmoid, 6 convolutions, real digits", RealDigits(Conv(6, new Sigmoid())) with { Optimizer = new Sgd { Lr = 0.05 }, Epochs = 2 }, Vanishing) { Layer = "convolution.0" },
        new("relu, 10 convolutions, weights of 0.01", Images(Conv(10, new ReLU()) with { Initialization = new Normal { Std = 0.01 } }) with { Optimizer = new Sgd { Lr = 0.05 }, Epochs = 3 }, Vanishing, BadStart) { Layer = "convolution.0" },
        new("convolutions behind a head of 8 sigmoid layers", Images(new ConvNetSpec { Channels = [8], Head = [32, 32, 32, 32, 32, 32, 32, 32], Activation = new Sigmoid() }) with { Optimizer = new Sgd { Lr = 0.1 } }, Vanishing) { Layer = "convolution.0" },
        new("rnn over 80 steps, momentum", Sequence(RecurrentCell.Rnn, 80) with { Optimizer = new Sgd { Lr = 0.05, Momentum = 0.9 } }, Vanishing),
        new("rnn, small recurrent weights, 40 steps", Sequence(RecurrentCell.Rnn, 40) with { Model = new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 32, Initialization = new Normal { Std = 0.05 } } }, Vanishing, BadStart),
        new("two rnn layers over 70 steps", Sequence(RecurrentCell.Rnn, 70) with { Model = new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 24, Layers = 2 }, Optimizer = new Adam { Lr = 0.002 } }, Vanishing),
        new("a chain of 12 sigmoid layers written by hand", Blob(Chain(12, "sigmoid"), new Sgd { Lr = 0.1 }), Vanishing) { Layer = "0" },
        new("a chain whose forward calls forward", Circle(Unhooked, new Sgd { Lr = 0.1 }), Vanishing) { Layer = "_inner.0" },
    ];

    private static CustomModel Unhooked => ModelSpec.Custom("zoo-unhooked", new { Depth = 12 }, static (o, task) => new CallsForward(o.Depth, task));

    private static CustomModel Chain(int depth, string kind) => ModelSpec.Custom("zoo-chain", new { Depth = depth, Kind = kind }, static (o, task) => Chain(o.Depth, task));

    private static TorchSharp.Modules.Sequential Chain(int depth, TaskInfo task)
    {
        var parts = new List<nn.Module<Tensor, Tensor>>();
        for (int i = 0; i < depth; i++)
        {
            parts.Add(nn.Linear(i == 0 ? task.InputShape[0] : 24, 24));
            parts.Add(nn.Sigmoid());
        }

        return nn.Sequential([.. parts, nn.Linear(24, task.Outputs)]);
    }

    private sealed class CallsForward : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Sequential _inner;

        public CallsForward(int depth, TaskInfo task)
            : base(nameof(CallsForward))
        {
            _inner = Chain(depth, task);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _inner.forward(input);
    }
}
