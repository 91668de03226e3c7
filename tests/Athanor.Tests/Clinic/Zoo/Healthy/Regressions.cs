using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;

namespace Athanor.Tests.Clinic.Zoo.Healthy;

/// <summary>Values to learn, in units of their own.</summary>
internal static class Regressions
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("waves, relu", Wave(Mlp(2, 48, new ReLU()), new Adam { Lr = 0.01 })),
        new("waves, tanh, momentum", Wave(Mlp(2, 48, new Tanh()), new Sgd { Lr = 0.05, Momentum = 0.9 }) with { Epochs = 30 }),
        new("waves with outliers, huber", Wave(Mlp(2, 48, new ReLU()), new Adam { Lr = 0.01 }) with { Data = new Waves { Samples = 800, Outliers = 0.05 }, Loss = new HuberLoss() }),
        new("waves with outliers, absolute error", Wave(Mlp(2, 48, new SiLU()), new Adam { Lr = 0.01 }) with { Data = new Waves { Samples = 800, Outliers = 0.05 }, Loss = new MaeLoss(), Epochs = 20 }),
        new("waves in noise", Wave(Mlp(2, 16, new Tanh()), new Adam { Lr = 0.01 }) with { Data = new Waves { Samples = 800, Noise = 0.5 } }),
        new("waves, log-cosh, batch of 128", Wave(Mlp(2, 48, new GELU()), new Adam { Lr = 0.01 }) with { Loss = new LogCoshLoss(), BatchSize = 128, Epochs = 40 }),
        new("waves, median", Wave(Mlp(2, 48, new ReLU()), new Adam { Lr = 0.01 }) with { Loss = new QuantileLoss() }),
        new("houses, standardized", Houses(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.005 }) with { Standardization = new PerFeatureStandardization { Targets = true } }),
        new("houses, standardized, linear", Houses(Mlp(0, 0, new ReLU()), new Sgd { Lr = 0.05 }) with { Standardization = new PerFeatureStandardization { Targets = true } }),
        new("houses, standardized, sgd, L1", Houses(Mlp(2, 32, new Tanh()), new Sgd { Lr = 0.05 }) with { Standardization = new PerFeatureStandardization { Targets = true }, Regularization = new L1() }),
        new("loans, standardized", new Recipe { Data = new CsvData { Path = ZooTables.Loans, Target = "repaid" }, Model = Mlp(1, 16, new ReLU()), Loss = new BceWithLogits(), Optimizer = new Adam { Lr = 0.01 }, Standardization = new PerFeatureStandardization { Epsilon = 0 }, Epochs = 10 }),
        new("airline, gru", Flight(new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 16 }, new Adam { Lr = 0.02 })),
        new("airline, linear", Flight(Mlp(0, 0, new ReLU()), new Sgd { Lr = 0.01 })),
        new("airline, targets standardized", Flight(Mlp(2, 16, new Tanh()), new Adam { Lr = 0.005 }) with { Standardization = new GlobalStandardization { Targets = true } }),
        new("softplus for values above 0", Flight(Mlp(1, 16, new ReLU()) with { OutputActivation = new Softplus() }, new Adam { Lr = 0.01 })),
        new("relu for values above 0", Flight(Mlp(1, 32, new ReLU()) with { OutputActivation = new ReLU() }, new Adam { Lr = 0.01 })),
        new("sums of numbers, relu", new Recipe { Data = new Adding { Samples = 800, Length = 6 }, Model = Mlp(2, 64, new ReLU()), Loss = new MseLoss(), Optimizer = new Adam { Lr = 0.003 }, Epochs = 30 }),
        new("tanh for targets within -1 and 1", Wave(Mlp(2, 48, new Tanh()) with { OutputActivation = new Tanh() }, new Adam { Lr = 0.01 })) { Data = ZooData.Targets(0.5) },
    ];
}
