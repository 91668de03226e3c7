using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>Batches, clipping and graphs that are set up wrongly.</summary>
internal static class BatchesAndSteps
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("batch normalization of 2", Digits(Mlp(2, 32, new ReLU()) with { Normalization = new BatchNorm() }) with { BatchSize = 2, DropLast = true, Data = new StrokeDigits { Samples = 400 } }, TinyNorm),
        new("batch normalization of 4, convnet", Digits(new ConvNetSpec { Channels = [8, 16], Normalization = new BatchNorm() }) with { BatchSize = 4, Data = new StrokeDigits { Samples = 300 } }, TinyNorm),
        new("batch normalization of 3, blobs", Blob(Mlp(2, 32, new ReLU()) with { Normalization = new BatchNorm() }, new Sgd { Lr = 0.05 }) with { BatchSize = 3, DropLast = true }, TinyNorm) { Layer = "hidden.0" },
        new("batch normalization of 1", Circle(Mlp(2, 32, new ReLU()) with { Normalization = new BatchNorm() }, new Adam()) with { BatchSize = 1 }, TinyNorm),
        new("resnet with batches of 2", Images(new ResNetSpec { Widths = [8, 16] }, 200) with { BatchSize = 2, DropLast = true, Epochs = 2 }, TinyNorm),
        new("batches of 4 gathered to 32 by a resnet", Images(new ResNetSpec { Widths = [8, 16] }, 200) with { BatchSize = 4, Accumulation = 8, DropLast = true, Epochs = 3 }, TinyNorm),
        new("clipped to 1e-4", Digits(Mlp(2, 64, new ReLU())) with { Optimizer = new Sgd { Lr = 0.1 }, Clipping = new ClipByNorm { MaxNorm = 1e-4 } }, AlwaysClipped),
        new("clipped to 1e-5, gru", Sequence(RecurrentCell.Gru, 10) with { Optimizer = new Sgd { Lr = 0.1 }, Clipping = new ClipByNorm { MaxNorm = 1e-5 } }, AlwaysClipped),
        new("values clipped to 1e-6", Spiral(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.1 }) with { Clipping = new ClipByValue { ClipValue = 1e-6 } }, AlwaysClipped),
        new("clipped to 1e-3 in the largest component", Blob(Mlp(2, 32, new Tanh()), new Sgd { Lr = 0.01 }) with { Clipping = new ClipByNorm { MaxNorm = 1e-4, NormType = double.PositiveInfinity } }, AlwaysClipped),
        new("clipped at a million", Blob(Mlp(2, 32, new ReLU()), new Adam()) with { Clipping = new ClipByNorm { MaxNorm = 1e6 } }, NeverClipped),
        new("values clipped at a million", Circle(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.01 }) with { Clipping = new ClipByValue { ClipValue = 1e6 } }, NeverClipped),
        new("clipped at a hundred thousand, lstm", Sequence(RecurrentCell.Lstm, 10) with { Clipping = new ClipByNorm { MaxNorm = 1e5 } }, NeverClipped),
        new("a loss that no parameter moves", Blob(CutOff, new Sgd { Lr = 0.1 }), NoLearning),
        new("features that are thrown away", Spiral(Thrown, new Adam { Lr = 0.01 }), NoLearning, Underfitting),
        new("a frozen model", Blob(Frozen, new Adam()), Nothing),
        new("a model without parameters", Images(ModelSpec.Custom("zoo-flat", new { }, static (_, task) => nn.Sequential(nn.Flatten(), nn.AdaptiveAvgPool1d(task.Outputs)))), Nothing),
        new("a frozen body under a head, spirals", Spiral(FrozenBody, new Adam { Lr = 0.01 }) with { Epochs = 15 }, Underfitting),
    ];

    private static CustomModel CutOff => ModelSpec.Custom("zoo-cut-off", new { Width = 8 }, static (o, task) => new Times(o.Width, task, 0));

    private static CustomModel Thrown => ModelSpec.Custom("zoo-thrown", new { Width = 16 }, static (o, task) => new Constants(o.Width, task));

    private static CustomModel Frozen => ModelSpec.Custom("zoo-frozen", new { Width = 8 }, static (o, task) => Freeze(nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.ReLU(), nn.Linear(o.Width, task.Outputs))));

    private static CustomModel FrozenBody => ModelSpec.Custom("zoo-frozen-body", new { Width = 8 }, static (o, task) =>
        nn.Sequential(("body", Freeze(nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.ReLU()))), ("head", nn.Linear(o.Width, task.Outputs))));

    private static TorchSharp.Modules.Sequential Freeze(TorchSharp.Modules.Sequential module)
    {
        foreach (TorchSharp.Modules.Parameter parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }

        return module;
    }

    private sealed class Times : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner;
        private readonly double _factor;

        public Times(long width, TaskInfo task, double factor)
            : base(nameof(Times))
        {
            (_inner, _factor) = (nn.Sequential(nn.Linear(task.InputShape[0], width), nn.Tanh(), nn.Linear(width, task.Outputs)), factor);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _inner.call(input) * _factor;
    }

    private sealed class Constants : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner;

        public Constants(long width, TaskInfo task)
            : base(nameof(Constants))
        {
            _inner = nn.Sequential(nn.Linear(task.InputShape[0], width), nn.Tanh(), nn.Linear(width, task.Outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _inner.call(ones_like(input));
    }
}
