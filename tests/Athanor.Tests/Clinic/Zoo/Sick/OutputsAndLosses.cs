using Athanor.Activations;
using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>A last activation that the loss does not expect.</summary>
internal static class OutputsAndLosses
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("softmax twice", Digits(Mlp(2, 64, new ReLU()) with { OutputActivation = new Softmax() }), Mismatch) { Layer = "output" },
        new("sigmoid twice", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }, new Adam()), Mismatch) { Layer = "output" },
        new("squared error behind a sigmoid", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }, new Sgd { Lr = 0.1 }) with { Loss = new MseLoss() }, Mismatch) { Layer = "output" },
        new("relu in front of cross-entropy", Spiral(Mlp(2, 32, new ReLU()) with { OutputActivation = new ReLU() }, new Adam()), Mismatch),
        new("sigmoid for sums up to 2", Sequence(RecurrentCell.Gru, 10) with { Model = new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 32, OutputActivation = new Sigmoid() } }, Mismatch),
        new("a module that ends in softmax", Blob(EndsInSoftmax, new Adam()), Mismatch),
        new("sigmoid in front of cross-entropy, mnist", Mnist(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }), Mismatch) { Layer = "output" },
        new("softmax twice, convnet", RealDigits(new ConvNetSpec { Channels = [8, 16], OutputActivation = new Softmax() }) with { Epochs = 3 }, Mismatch) { Layer = "output" },
        new("softmax twice, resnet", Images(new ResNetSpec { Widths = [8, 16], OutputActivation = new Softmax() }) with { Epochs = 3 }, Mismatch) { Layer = "output" },
        new("log-softmax in front of cross-entropy", Blob(Mlp(2, 32, new Tanh()) with { OutputActivation = new LogSoftmax() }, new Adam()), Mismatch) { Layer = "output" },
        new("relu at the end of a regression", Wave(Mlp(2, 32, new ReLU()) with { OutputActivation = new ReLU() }, new Adam { Lr = 0.01 }), Mismatch) { Layer = "output" },
        new("sigmoid at the end of a regression", Wave(Mlp(2, 32, new Tanh()) with { OutputActivation = new Sigmoid() }, new Adam { Lr = 0.01 }), Mismatch) { Layer = "output" },
        new("tanh for passengers", Flight(Mlp(1, 16, new ReLU()) with { OutputActivation = new Tanh() }, new Adam { Lr = 0.01 }), Mismatch) { Layer = "output" },
        new("softmax of one number", Wave(Mlp(2, 32, new ReLU()) with { OutputActivation = new Softmax() }, new Adam { Lr = 0.01 }), Mismatch) { Layer = "output" },
        new("lstm with sigmoid for passengers", Flight(new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 16, OutputActivation = new Sigmoid() }, new Adam { Lr = 0.01 }), Mismatch) { Layer = "output" },
        new("absolute error behind a sigmoid", Circle(Mlp(2, 32, new Tanh()) with { OutputActivation = new Sigmoid() }, new Sgd { Lr = 0.1 }) with { Loss = new MaeLoss() }, Mismatch) { Layer = "output" },
        new("tanh in front of bce", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new Tanh() }, new Adam()), Mismatch) { Layer = "output" },
        new("relu in front of bce", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new ReLU() }, new Adam()), Mismatch) { Layer = "output" },
        new("logits for a loss of log-probabilities", Blob(Mlp(2, 32, new ReLU()), new Adam()) with { Loss = new NllLoss() }, Mismatch) { Layer = "output" },
        new("probabilities for a loss of log-probabilities", Digits(Mlp(2, 64, new ReLU()) with { OutputActivation = new Softmax() }) with { Loss = new NllLoss() }, Mismatch) { Layer = "output" },
        new("logits of a convnet for a loss of log-probabilities", Images(new ConvNetSpec { Channels = [8, 16] }) with { Loss = new NllLoss() }, Mismatch) { Layer = "output" },
        new("focal loss behind a sigmoid", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }, new Adam()) with { Loss = new FocalLoss() }, Mismatch) { Layer = "output" },
        new("sigmoid for a hinge's signs", Circle(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }, new Adam()) with { Loss = new HingeLoss { Labels = BinaryLabels.ZeroOne } }, Mismatch) { Layer = "output" },
        new("a forward that takes softmax by function", Digits(SoftmaxByFunction), Mismatch) { Layer = "last" },
        new("a forward that takes sigmoid by function", Circle(SigmoidByFunction, new Adam()), Mismatch) { Layer = "last", Missed = "a sigmoid leaves no trace in a few answers" },
        new("relu at the end of a module for waves", Wave(EndsInReLU, new Adam { Lr = 0.01 }), Mismatch),
        new("houses behind a sigmoid", Houses(Mlp(2, 32, new ReLU()) with { OutputActivation = new Sigmoid() }, new Adam { Lr = 0.01 }) with { Standardization = new PerFeatureStandardization { Targets = true } }, Mismatch) { Layer = "output" },
        new("huber behind softsign, sums", Sequence(RecurrentCell.Lstm, 10) with { Model = new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 16, OutputActivation = new Softsign() }, Loss = new HuberLoss() }, Mismatch) { Layer = "output" },
    ];

    private static CustomModel EndsInSoftmax => ModelSpec.Custom("zoo-softmax", new { Width = 32 }, static (o, task) =>
        nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.ReLU(), nn.Linear(o.Width, task.Outputs), nn.Softmax(1)));

    private static CustomModel EndsInReLU => ModelSpec.Custom("zoo-relu", new { Width = 32 }, static (o, task) =>
        nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.ReLU(), nn.Linear(o.Width, task.Outputs), nn.ReLU()));

    private static CustomModel SoftmaxByFunction => ModelSpec.Custom("zoo-softmax-function", new { Width = 32 }, static (o, task) => new Ends(o.Width, task, static answer => nn.functional.softmax(answer, 1)));

    private static CustomModel SigmoidByFunction => ModelSpec.Custom("zoo-sigmoid-function", new { Width = 32 }, static (o, task) => new Ends(o.Width, task, static answer => sigmoid(answer)));

    private sealed class Ends : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _first;
        private readonly nn.Module<Tensor, Tensor> _last;
        private readonly Func<Tensor, Tensor> _end;

        public Ends(long width, TaskInfo task, Func<Tensor, Tensor> end)
            : base(nameof(Ends))
        {
            (_first, _last, _end) = (nn.Linear(task.InputShape.Aggregate(1L, (a, b) => a * b), width), nn.Linear(width, task.Outputs), end);
            register_module("first", _first);
            register_module("last", _last);
        }

        public override Tensor forward(Tensor input) => _end(_last.call(nn.functional.relu(_first.call(input.flatten(1)))));
    }
}
