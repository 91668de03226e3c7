using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Tests.Data;
using Athanor.Training;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>Inputs and targets in the wrong units, in the wrong order, or not there.</summary>
internal static class DataFaults
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("sigmoid, inputs in the thousands", Blob(Mlp(2, 32, new Sigmoid()), new Sgd { Lr = 0.01 }) with { Data = new Blobs { Radius = 4000, Deviation = 1500 }, Standardization = new NoStandardization() }, Unscaled, Saturated),
        new("relu, inputs in the hundreds, sgd", Blob(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.05 }) with { Data = new Blobs { Radius = 400, Deviation = 200 }, Standardization = new NoStandardization() }, Unscaled),
        new("pixels from 0 to 255, mnist", Mnist(Mlp(2, 32, new ReLU())) with { Data = RealData.Mnist with { Scale = 1 }, Standardization = new NoStandardization(), Optimizer = new Sgd { Lr = 0.01 } }, Unscaled) { Layer = "hidden.0" },
        new("pixels from 0 to 255, convnet", Images(new ConvNetSpec { Channels = [8, 16] }) with { Standardization = new NoStandardization(), Epochs = 3 }, Unscaled) { Layer = "convolution.0", Data = ZooData.Inputs(255) },
        new("pixels from 0 to 255, resnet", Images(new ResNetSpec { Widths = [8, 16] }) with { Standardization = new NoStandardization(), Epochs = 3 }, Unscaled) { Data = ZooData.Inputs(255) },
        new("pixels from 0 to 255, sigmoid", Digits(Mlp(2, 64, new Sigmoid())) with { Standardization = new NoStandardization() }, Unscaled, Saturated) { Data = ZooData.Inputs(255) },
        new("prices in full, houses", Houses(Mlp(2, 32, new ReLU()), new Adam()) with { Standardization = new PerFeatureStandardization() }, Unscaled),
        new("houses as they are", Houses(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.01 }) with { Standardization = new NoStandardization() }, Unscaled),
        new("years and incomes, loans", new Recipe { Data = new CsvData { Path = ZooTables.Loans, Target = "repaid" }, Model = Mlp(2, 32, new ReLU()), Loss = new BceWithLogits(), Optimizer = new Adam(), Standardization = new NoStandardization(), Epochs = 10 }, Unscaled),
        new("passengers by the thousand", Flight(Mlp(1, 16, new ReLU()), new Adam { Lr = 0.005 }), Unscaled) { Data = ZooData.Targets(100) },
        new("numbers in thousands to add, lstm", Sequence(RecurrentCell.Lstm, 10), Unscaled) { Data = ZooData.Inputs(1000) },
        new("waves a thousand above 0", Wave(Mlp(2, 32, new Tanh()), new Adam { Lr = 0.005 }), Unscaled) { Data = ZooData.Targets(1, 1000) },
        new("inputs of a millionth", Circle(Mlp(2, 32, new ReLU()), new Sgd { Lr = 0.05 }) with { Standardization = new NoStandardization() }, Unscaled) { Data = ZooData.Inputs(1e-6) },
        new("inputs far from 0", Circle(Mlp(2, 32, new Tanh()), new Adam()) with { Standardization = new NoStandardization() }, Unscaled) { Data = ZooData.Inputs(1, 100) },
        new("shuffled digits", Digits(Mlp(2, 128, new ReLU())) with { Optimizer = new Adam { Lr = 0.003 }, Epochs = 25 }, Unlearnable) { Data = ZooData.Shuffled },
        new("shuffled blobs", Blob(Mlp(2, 16, new ReLU()), new Adam()), Unlearnable) { Data = ZooData.Shuffled },
        new("shuffled circles", Circle(Mlp(2, 32, new Tanh()), new Adam { Lr = 0.01 }), Unlearnable) { Data = ZooData.Shuffled },
        new("shuffled mnist", Mnist(Mlp(2, 64, new ReLU())) with { Optimizer = new Adam { Lr = 0.003 }, Epochs = 12 }, Unlearnable) { Data = ZooData.Shuffled },
        new("shuffled images, convnet", Images(new ConvNetSpec { Channels = [8, 16] }) with { Optimizer = new Adam { Lr = 0.003 }, Epochs = 12 }, Unlearnable) { Data = ZooData.Shuffled },
        new("shuffled waves", Wave(Mlp(2, 32, new ReLU()), new Adam { Lr = 0.005 }), Unlearnable) { Data = ZooData.Shuffled },
        new("shuffled spirals, batch normalization", Spiral(Mlp(3, 64, new ReLU()) with { Normalization = new BatchNorm() }, new Adam { Lr = 0.01 }) with { Epochs = 20 }, Unlearnable) { Data = ZooData.Shuffled },
        new("inputs that are always the same", Blob(Mlp(2, 32, new ReLU()), new Adam()), NoLearning, Unlearnable, Unscaled) { Data = ZooData.Inputs(0, 1) },
        new("an infinite number in a table", new Recipe { Data = new CsvData { Path = ZooTables.Holes, Target = "class" }, Model = Mlp(2, 16, new ReLU()), Loss = new BceWithLogits(), Optimizer = new Adam() , Standardization = new NoStandardization(), Epochs = 3 }, BadData),
        new("numbers too large to multiply", Blob(Mlp(2, 32, new ReLU()), new Adam()) with { Standardization = new NoStandardization() }, Unscaled, NonFinite) { Data = ZooData.Inputs(1e25) },
    ];
}
