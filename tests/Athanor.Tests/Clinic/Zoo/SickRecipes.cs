using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>Recipes that can't work, by what was planted in them.</summary>
internal static class SickRecipes
{
    private const string Vanishing = "vanishing-gradient";
    private const string Exploding = "exploding-gradient";
    private const string Dead = "dead-relu";
    private const string Saturated = "saturated-activation";
    private const string BadStart = "bad-initialization";
    private const string TooHigh = "lr-too-high";
    private const string TooLow = "lr-too-low";
    private const string Mismatch = "loss-output-mismatch";
    private const string Unscaled = "unscaled-data";
    private const string NonFinite = "non-finite-loss";

    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("sigmoid, 20 layers, stroke-digits", Digits(Mlp(20, 64, new Sigmoid())) with { Optimizer = new AdamW { Lr = 0.002, Eps = 1e-6 } }, Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 10 layers, plain sgd, spirals", Spiral(Mlp(10, 32, new Sigmoid()), new Sgd { Lr = 0.1 }), Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 12 layers, circles", Circle(Mlp(12, 32, new Sigmoid()), new Adam { Lr = 0.001, Eps = 1e-6 }), Vanishing) { Layer = "hidden.0" },
        new("sigmoid, 8 layers, momentum, blobs", Blob(Mlp(8, 32, new Sigmoid()), new Sgd { Lr = 0.05, Momentum = 0.9 }), Vanishing) { Layer = "hidden.0" },
        new("relu, 20 layers, weights of PyTorch's default, sgd", Digits(Mlp(20, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 0.05 } }, Vanishing) { Layer = "hidden.0" },
        new("tanh, 12 layers, weights of 0.01", Digits(Start(Mlp(12, 64, new Tanh()), 0.01)) with { Optimizer = new Sgd { Lr = 0.1 } }, Vanishing, BadStart) { Layer = "hidden.0" },
        new("relu, 6 layers, weights of 0.01", Blob(Start(Mlp(6, 64, new ReLU()), 0.01), new Sgd { Lr = 0.1 }), Vanishing, BadStart) { Layer = "hidden.0" },
        new("sigmoid, 8 convolutions", Digits(new ConvNetSpec { Channels = [.. Enumerable.Repeat(8, 8)], Pooling = 1, Activation = new Sigmoid() }) with { Data = new StrokeDigits { Samples = 300 } }, Vanishing) { Layer = "convolution.0" },
        new("rnn over 60 steps", Sequence(RecurrentCell.Rnn, 60), Vanishing),
        new("rnn over 100 steps, small rate", Sequence(RecurrentCell.Rnn, 100) with { Optimizer = new Adam { Lr = 0.001 } }, Vanishing),

        new("relu, 20 layers, weights of 0.5", Digits(Start(Mlp(20, 64, new ReLU()), 0.5)) with { Optimizer = new Sgd { Lr = 0.01 } }, Exploding, BadStart) { Layer = "hidden.0" },
        new("relu, 10 layers, weights of 1, spirals", Spiral(Start(Mlp(10, 32, new ReLU()), 1), new Sgd { Lr = 0.01, Momentum = 0.9 }), Exploding, BadStart),
        new("relu, 8 layers, weights of 0.6, adam, circles", Circle(Start(Mlp(8, 64, new ReLU()), 0.6), new Adam()), Exploding, BadStart),
        new("rnn, recurrent weights of 1", Sequence(RecurrentCell.Rnn, 40) with { Model = new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 32, Initialization = new Normal { Std = 1 } }, Optimizer = new Sgd { Lr = 0.05 } }, Exploding, Saturated, BadStart),
        new("identity, 15 layers, weights of 0.4", Blob(Start(Mlp(15, 32, new Identity()), 0.4), new Sgd { Lr = 0.01 }), Exploding, BadStart),

        new("biases of −10 in front of relu", Blob(Biased(-10), new Adam()), Dead),
        new("adam with rate 1 kills relus", Digits(Mlp(4, 32, new ReLU())) with { Optimizer = new Adam { Lr = 1 } }, Dead, TooHigh),
        new("sgd with rate 20 kills relus, spirals", Spiral(Mlp(4, 32, new ReLU()), new Sgd { Lr = 20 }), Dead, TooHigh),
        new("tanh, weights of 2", Digits(Start(Mlp(4, 64, new Tanh()), 2)) with { Optimizer = new Sgd { Lr = 0.001 } }, Saturated, BadStart, Exploding),
        new("sigmoid, inputs in the thousands", Blob(Mlp(2, 32, new Sigmoid()), new Sgd { Lr = 0.01 }) with { Data = new Blobs { Radius = 4000, Deviation = 1500 }, Standardization = new NoStandardization() }, Unscaled, Saturated),
        new("relu, inputs in the hundreds, sgd", Blob(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.05 }) with { Data = new Blobs { Radius = 400, Deviation = 200 }, Standardization = new NoStandardization() }, Unscaled),

        new("sgd with rate 50, circles", Circle(Mlp(2, 32, new Tanh()), new Sgd { Lr = 50 }), TooHigh, Saturated),
        new("momentum 0.99 and rate 2, spirals", Spiral(Mlp(3, 32, new Tanh()), new Sgd { Lr = 2, Momentum = 0.99 }), TooHigh, Saturated),
        new("adamw with rate 0.5, convnet", Digits(new ConvNetSpec { Channels = [8, 16] }) with { Data = new StrokeDigits { Samples = 400 }, Optimizer = new AdamW { Lr = 0.5 } }, TooHigh, Dead),
        new("sgd with rate 1000, regression", new Recipe { Data = new Adding { Samples = 500, Length = 10 }, Model = Mlp(2, 32, new ReLU()), Loss = new MseLoss(), Optimizer = new Sgd { Lr = 1000 }, Epochs = 5 }, NonFinite, TooHigh),
        new("sgd with rate 1e-5, digits", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 1e-5 } }, TooLow),
        new("adam with rate 1e-7, blobs", Blob(Mlp(2, 32, new ReLU()), new Adam { Lr = 1e-7 }), TooLow),
        new("sgd with rate 1e-4, spirals", Spiral(Mlp(2, 64, new Tanh()), new Sgd { Lr = 1e-4 }), TooLow),

        new("softmax twice", Digits(Mlp(2, 64, new ReLU()) with { OutputActivation = new Softmax() }), Mismatch) { Layer = "output" },
        new("sigmoid twice", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }, new Adam()), Mismatch) { Layer = "output" },
        new("squared error behind a sigmoid", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }, new Sgd { Lr = 0.1 }) with { Loss = new MseLoss() }, Mismatch) { Layer = "output" },
        new("relu in front of cross-entropy", Spiral(Mlp(2, 32, new ReLU()) with { OutputActivation = new ReLU() }, new Adam()), Mismatch),
        new("sigmoid for sums up to 2", Sequence(RecurrentCell.Gru, 10) with { Model = new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 32, OutputActivation = new Sigmoid() } }, Mismatch),
        new("a module that ends in softmax", Blob(EndsInSoftmax, new Adam()), Mismatch),

        new("all weights 0", Digits(Mlp(3, 64, new ReLU()) with { Initialization = new Zeros() }), BadStart),
        new("150 hard digits learned by heart", Digits(Mlp(3, 256, new ReLU())) with { Data = new StrokeDigits { Samples = 200, Difficulty = 1.6 }, Optimizer = new Adam { Lr = 0.003 }, Epochs = 60 }, "overfitting"),
        new("a line for spirals", Spiral(Mlp(0, 0, new ReLU()), new Adam { Lr = 0.01 }) with { Epochs = 20 }, "underfitting"),
        new("a line for circles", Circle(Mlp(0, 0, new ReLU()), new Adam { Lr = 0.01 }) with { Epochs = 20 }, "underfitting"),
        new("one unit for digits", Digits(new MlpSpec { Hidden = [1] }) with { Optimizer = new Adam { Lr = 0.01 }, Epochs = 25 }, "underfitting"),
        new("shuffled digits", Digits(Mlp(2, 128, new ReLU())) with { Optimizer = new Adam { Lr = 0.003 }, Epochs = 25 }, "unlearnable-labels") { Data = Shuffled },
        new("shuffled blobs", Blob(Mlp(2, 16, new ReLU()), new Adam()), "unlearnable-labels") { Data = Shuffled },
        new("batch normalization of 2", Digits(Mlp(2, 32, new ReLU()) with { Normalization = new BatchNorm() }) with { BatchSize = 2, DropLast = true, Data = new StrokeDigits { Samples = 400 } }, "tiny-batch-norm"),
        new("batch normalization of 4, convnet", Digits(new ConvNetSpec { Channels = [8, 16], Normalization = new BatchNorm() }) with { BatchSize = 4, Data = new StrokeDigits { Samples = 300 } }, "tiny-batch-norm"),
        new("clipped to 1e-4", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 0.1 }, Clipping = new ClipByNorm { MaxNorm = 1e-4 } }, "always-clipped"),
        new("clipped at a million", Blob(Mlp(2, 32, new ReLU()), new Adam()) with { Clipping = new ClipByNorm { MaxNorm = 1e6 } }, "never-clipped"),
        new("a loss that no parameter moves", Blob(CutOff, new Sgd { Lr = 0.1 }), "no-learning"),
    ];

    private static CustomModel EndsInSoftmax => ModelSpec.Custom("zoo-softmax", new { Width = 32 }, static (o, task) =>
        nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.ReLU(), nn.Linear(o.Width, task.Outputs), nn.Softmax(1)));

    private static CustomModel CutOff => ModelSpec.Custom("zoo-cut-off", new { Width = 8 }, static (o, task) => new TimesZero(o.Width, task));

    private static CustomModel Biased(double bias) => ModelSpec.Custom("zoo-biased", new { Bias = bias }, static (o, task) =>
    {
        var hidden = nn.Linear(task.InputShape[0], 32);
        nn.init.constant_(hidden.bias!, o.Bias);
        return nn.Sequential(("hidden", hidden), ("activation", nn.ReLU()), ("output", nn.Linear(32, task.Outputs)));
    });

    internal static MlpSpec Mlp(int depth, int width, ActivationSpec activation) => new() { Hidden = [.. Enumerable.Repeat(width, depth)], Activation = activation };

    internal static Recipe Digits(ModelSpec model) => new()
    {
        Data = new StrokeDigits { Samples = 1000 },
        Model = model,
        Loss = new CrossEntropy(),
        Optimizer = new AdamW(),
        Epochs = 5,
    };

    internal static Recipe Blob(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Blobs { Samples = 600 }, Model = model, Loss = new CrossEntropy(), Optimizer = optimizer, Epochs = 8 };

    internal static Recipe Spiral(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Spirals { Samples = 800 }, Model = model, Loss = new CrossEntropy(), Optimizer = optimizer, Epochs = 8 };

    internal static Recipe Circle(ModelSpec model, OptimizerSpec optimizer) => new() { Data = new Circles { Samples = 600 }, Model = model, Loss = new BceWithLogits(), Optimizer = optimizer, Epochs = 8 };

    internal static Recipe Sequence(RecurrentCell cell, int length) => new()
    {
        Data = new Adding { Samples = 1200, Length = length },
        Model = new RecurrentSpec { Cell = cell, Hidden = 32 },
        Loss = new MseLoss(),
        Optimizer = new Adam { Lr = 0.005 },
        BatchSize = 64,
        Epochs = 4,
    };

    private static MlpSpec Start(MlpSpec mlp, double std) => mlp with { Initialization = new Normal { Std = std } };

    private static DataSplit Shuffled(DataSplit data) => new(data.Task, Shuffled(data.Training, 1)) { Validation = Shuffled(data.Validation!, 2) };

    private static TensorDataset Shuffled(Dataset part, long seed)
    {
        using DisposeScope scope = NewDisposeScope();
        Batch all = part.Gather(arange(0, part.Count, ScalarType.Int64));
        using var generator = new Generator((ulong)seed);
        return new TensorDataset(all.Inputs.clone(), all.Target.index_select(0, randperm(part.Count, generator: generator)));
    }

    private sealed class TimesZero : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner;

        public TimesZero(long width, TaskInfo task)
            : base(nameof(TimesZero))
        {
            _inner = nn.Sequential(nn.Linear(task.InputShape[0], width), nn.Tanh(), nn.Linear(width, task.Outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _inner.call(input) * 0;
    }
}
