using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Losses;
using Athanor.Optimization;
using Athanor.Training;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;

namespace Athanor.Tests.Clinic.Zoo.Healthy;

/// <summary>Nets of the plane and of tables that learn.</summary>
internal static class PlainNets
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("relu, blobs", Blob(Mlp(2, 32, new ReLU()), new AdamW())),
        new("tanh, blobs, sgd without momentum", Blob(Mlp(2, 32, new Tanh()), new Sgd { Lr = 0.1 })),
        new("two sigmoid layers, blobs", Blob(Mlp(2, 32, new Sigmoid()), new Adam { Lr = 0.01 })),
        new("linear model, blobs", Blob(Mlp(0, 0, new ReLU()), new Sgd { Lr = 0.1 })),
        new("overlapping blobs", Blob(Mlp(2, 32, new ReLU()), new AdamW()) with { Data = new Blobs { Samples = 800, Radius = 1.5 } }),
        new("batch gradient descent, blobs", Blob(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.3, Momentum = 0.9 }) with { BatchSize = BatchSize.Full, Epochs = 80 }),
        new("label smoothing, blobs", Blob(Mlp(2, 32, new ReLU()), new AdamW()) with { Loss = new CrossEntropy { LabelSmoothing = 0.1 } }),
        new("relu, circles", Circle(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.01 })),
        new("tanh, circles, momentum", Circle(Mlp(2, 32, new Tanh()), new Sgd { Lr = 0.2, Momentum = 0.9 })),
        new("relu, spirals", Spiral(Mlp(3, 64, new ReLU()), new Adam { Lr = 0.005 }) with { Epochs = 25 }),
        new("tanh, spirals", Spiral(Mlp(3, 64, new Tanh()), new Adam { Lr = 0.005 }) with { Epochs = 25 }),
        new("gelu, spirals, rmsprop", Spiral(Mlp(3, 64, new GELU()), new RmsProp { Lr = 0.002 }) with { Epochs = 25 }),
        new("elu, spirals, nadam", Spiral(Mlp(3, 64, new ELU()), new NAdam { Lr = 0.005 }) with { Epochs = 25 }),
        new("airline, standardized", Flight(Mlp(1, 16, new ReLU()), new Adam { Lr = 0.005 })),
        new("huber, sums of ten numbers", new Recipe { Data = new Adding { Samples = 800, Length = 10 }, Model = Mlp(2, 64, new ReLU()), Loss = new HuberLoss(), Optimizer = new Adam { Lr = 0.003 }, Epochs = 40 }),

        new("selu with lecun's start, spirals", Spiral(Mlp(4, 48, new SELU()) with { Initialization = new LecunNormal() }, new Adam { Lr = 0.003 }) with { Epochs = 25 }),
        new("mish, circles, radam", Circle(Mlp(2, 32, new Mish()), new RAdam { Lr = 0.01 }) with { Epochs = 15 }),
        new("prelu, spirals", Spiral(Mlp(3, 48, new PReLU()), new Adam { Lr = 0.005 }) with { Epochs = 25 }),
        new("softplus, circles", Circle(Mlp(2, 32, new Softplus()), new Adam { Lr = 0.01 }) with { Epochs = 15 }),
        new("softsign, blobs", Blob(Mlp(2, 32, new Softsign()), new Adam { Lr = 0.01 })),
        new("hard swish, circles, adamax", Circle(Mlp(2, 32, new HardSwish()), new Adamax { Lr = 0.02 }) with { Epochs = 12 }),
        new("swiglu, spirals", Spiral(Mlp(2, 48, new SwiGLU()), new Adam { Lr = 0.005 }) with { Epochs = 25 }),
        new("one sigmoid layer, circles, plain sgd", Circle(Mlp(1, 48, new Sigmoid()), new Sgd { Lr = 2 }) with { Epochs = 60 }),
        new("hinge, circles", Circle(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.01 }) with { Loss = new HingeLoss { Labels = BinaryLabels.ZeroOne } }),
        new("focal loss, one in ten", Circle(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.01 }) with { Data = new Circles { Samples = 1200, Imbalance = 9 }, Loss = new FocalLoss(), Epochs = 15 }),
        new("one in twenty, circles", Circle(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.01 }) with { Data = new Circles { Samples = 1600, Imbalance = 19 }, Epochs = 15 }),
        new("one in ten, drawn evenly", Circle(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.01 }) with { Data = new Circles { Samples = 1200, Imbalance = 9 }, Sampler = new ClassBalancedSampler() }),
        new("a tenth of the labels wrong, blobs", Blob(Mlp(2, 16, new ReLU()), new AdamW { Lr = 0.005 })) { Data = ZooData.Noisy(0.1) },
        new("eight classes in eight dimensions", Blob(Mlp(2, 48, new ReLU()), new AdamW { Lr = 0.003 }) with { Data = new Blobs { Samples = 1000, Classes = 8, Features = 8, Radius = 6 } }),
        new("sixty samples, blobs", Blob(Mlp(1, 16, new ReLU()), new Adam { Lr = 0.02 }) with { Data = new Blobs { Samples = 60 }, Epochs = 20 }),
        new("log-softmax for nll", Blob(Mlp(2, 32, new ReLU()) with { OutputActivation = new LogSoftmax() }, new Adam()) with { Loss = new NllLoss() }),
        new("lion, spirals", Spiral(Mlp(3, 64, new ReLU()), new Lion { Lr = 0.001 }) with { Epochs = 25 }),
        new("adadelta, circles", Circle(Mlp(2, 32, new ReLU()), new Adadelta()) with { Epochs = 15 }),
        new("adagrad, blobs", Blob(Mlp(2, 32, new Tanh()), new Adagrad { Lr = 0.05 })),
        new("high rate that recovers, circles", Circle(Mlp(2, 32, new ReLU()), new Sgd { Lr = 1.5 }) with { Epochs = 20 }),
        new("batch of 4, circles", Circle(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.05 }) with { BatchSize = 4 }),
        new("ema of the weights, spirals", Spiral(Mlp(3, 64, new ReLU()), new Adam { Lr = 0.005 }) with { Average = new EmaAverage { Decay = 0.99 }, Epochs = 25 }),
        new("early stopping, circles", Circle(Mlp(2, 32, new Tanh()), new Adam { Lr = 0.01 }) with { Epochs = 40, EarlyStopping = new() { Patience = 5 } }),
        new("warm restarts, spirals", Spiral(Mlp(3, 64, new ReLU()), new Sgd { Lr = 0.2, Momentum = 0.9 }) with { Schedule = new CosineWarmRestartsSchedule { T0 = 100 }, Epochs = 25 }),
        new("linear stack on blobs", Blob(Mlp(2, 16, new Identity()), new Adam { Lr = 0.01 })),
    ];
}
