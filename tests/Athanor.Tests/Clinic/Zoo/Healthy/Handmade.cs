using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Healthy;

/// <summary>Modules that people write themselves.</summary>
internal static class Handmade
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("written by hand, circles", Circle(Own("relu"), new Adam { Lr = 0.01 })),
        new("written by hand, tanh, waves", Wave(Own("tanh"), new Adam { Lr = 0.01 })),
        new("a forward that calls forward, blobs", Blob(ModelSpec.Custom("zoo-healthy-unhooked", new { Width = 32 }, static (o, task) => new CallsForward(o.Width, task)), new Adam { Lr = 0.01 })),
        new("functions instead of modules, circles", Circle(ModelSpec.Custom("zoo-healthy-functions", new { Width = 32 }, static (o, task) => new Functions(o.Width, task)), new Adam { Lr = 0.01 })),
        new("a table of codes, spirals", Spiral(ModelSpec.Custom("zoo-healthy-codes", new { Cells = 12, Width = 32 }, static (o, task) => new Codes(o.Cells, o.Width, task)), new Adam { Lr = 0.01 }) with { Epochs = 15 }),
        new("two ways that meet, real digits", RealDigits(ModelSpec.Custom("zoo-healthy-two-ways", new { Width = 32 }, static (o, task) => new TwoWays(o.Width, task)))),
        new("a frozen first layer, real digits", RealDigits(FrozenBody)),
        new("log-softmax in one's own module for nll", Blob(EndsInLogSoftmax, new Adam { Lr = 0.01 }) with { Loss = new NllLoss() }),
        new("convolutions by hand, stroke-digits", Images(Convolutions, 600) with { Optimizer = new AdamW { Lr = 0.005 } }),
        new("sigmoid by function for shares", Flight(ModelSpec.Custom("zoo-healthy-sigmoid", new { Width = 16 }, static (o, task) =>
            nn.Sequential(nn.Flatten(), nn.Linear(task.InputShape[0], o.Width), nn.ReLU(), nn.Linear(o.Width, task.Outputs), nn.Sigmoid())), new Adam { Lr = 0.01 })) { Data = ZooData.Targets(0.1) },
    ];

    private static CustomModel Own(string activation) => ModelSpec.Custom("zoo-healthy-own", new { Activation = activation }, static (o, task) =>
        nn.Sequential(nn.Linear(task.InputShape[0], 32), Activation(o.Activation), nn.Linear(32, 32), Activation(o.Activation), nn.Linear(32, task.Outputs)));

    private static nn.Module<Tensor, Tensor> Activation(string name) => name == "relu" ? nn.ReLU() : nn.Tanh();

    private static CustomModel FrozenBody => ModelSpec.Custom("zoo-healthy-frozen", new { Width = 128 }, static (o, task) =>
    {
        var body = nn.Linear(64, o.Width);
        body.weight!.requires_grad = false;
        body.bias!.requires_grad = false;
        return nn.Sequential(("flat", nn.Flatten()), ("body", body), ("relu", nn.ReLU()), ("head", nn.Linear(o.Width, task.Outputs)));
    });

    private static CustomModel EndsInLogSoftmax => ModelSpec.Custom("zoo-healthy-log-softmax", new { Width = 32 }, static (o, task) =>
        nn.Sequential(nn.Linear(task.InputShape[0], o.Width), nn.ReLU(), nn.Linear(o.Width, task.Outputs), nn.LogSoftmax(1)));

    private static CustomModel Convolutions => ModelSpec.Custom("zoo-healthy-convolutions", new { Channels = 8 }, static (o, task) =>
        nn.Sequential(nn.Conv2d(1, o.Channels, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(o.Channels, 16, 3, padding: 1), nn.ReLU(), nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(256, task.Outputs)));

    private sealed class CallsForward : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _first;
        private readonly nn.Module<Tensor, Tensor> _last;

        public CallsForward(long width, TaskInfo task)
            : base(nameof(CallsForward))
        {
            (_first, _last) = (nn.Linear(task.InputShape[0], width), nn.Linear(width, task.Outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _last.forward(nn.functional.relu(_first.forward(input)));
    }

    private sealed class Functions : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _first;
        private readonly nn.Module<Tensor, Tensor> _second;
        private readonly nn.Module<Tensor, Tensor> _last;

        public Functions(long width, TaskInfo task)
            : base(nameof(Functions))
        {
            (_first, _second, _last) = (nn.Linear(task.InputShape[0], width), nn.Linear(width, width), nn.Linear(width, task.Outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _last.call(nn.functional.relu(_second.call(nn.functional.relu(_first.call(input)))));
    }

    /// <summary>The plane in cells, each with a code that is learned.</summary>
    private sealed class Codes : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding _codes;
        private readonly nn.Module<Tensor, Tensor> _last;
        private readonly long _cells;

        public Codes(long cells, long width, TaskInfo task)
            : base(nameof(Codes))
        {
            (_codes, _last, _cells) = (nn.Embedding(cells * cells, width), nn.Linear(width, task.Outputs), cells);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor cell = ((input.clamp(-2, 1.999) + 2) / 4 * _cells).to_type(ScalarType.Int64);
            return _last.call(_codes.call((cell.select(1, 0) * _cells) + cell.select(1, 1)));
        }
    }

    private sealed class TwoWays : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _narrow;
        private readonly nn.Module<Tensor, Tensor> _wide;
        private readonly nn.Module<Tensor, Tensor> _last;

        public TwoWays(long width, TaskInfo task)
            : base(nameof(TwoWays))
        {
            _narrow = nn.Sequential(nn.Linear(64, width), nn.ReLU());
            _wide = nn.Sequential(nn.Linear(64, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh());
            _last = nn.Linear(2 * width, task.Outputs);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor flat = input.flatten(1);
            return _last.call(cat([_narrow.call(flat), _wide.call(flat)], 1));
        }
    }
}
