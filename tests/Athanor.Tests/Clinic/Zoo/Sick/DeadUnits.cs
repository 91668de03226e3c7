using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.Code;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic.Zoo.Sick;

/// <summary>ReLUs that give 0 for every sample.</summary>
internal static class DeadUnits
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("biases of −10 in front of relu", Blob(Biased(-10), new Adam()), Dead),
        new("adam with rate 1 kills relus", Digits(Mlp(4, 32, new ReLU())) with { Optimizer = new Adam { Lr = 1 } }, Dead, TooHigh),
        new("sgd with rate 20 kills relus, spirals", Spiral(Mlp(4, 32, new ReLU()), new Sgd { Lr = 20 }), Dead, TooHigh),
        new("biases of −30, waves", Wave(Biased(-30), new Sgd { Lr = 0.01 }), Dead) { Layer = "hidden" },
        new("biases of −5 in the second layer", Circle(SecondBiased(-5), new Adam()), Dead) { Layer = "second" },
        new("negative weights on positive pixels", Mnist(Mlp(2, 32, new ReLU()) with { Initialization = new Uniform { Lower = -0.5, Upper = -0.1 } }) with { Standardization = new NoStandardization(), Optimizer = new Sgd { Lr = 0.01 } }, Dead, BadStart) { Layer = "hidden.0" },
        new("negative weights of convolutions on positive pixels", Images(new ConvNetSpec { Channels = [8, 8], Initialization = new Uniform { Lower = -0.6, Upper = -0.2 } }) with { Standardization = new NoStandardization(), Epochs = 3 }, Dead, BadStart) { Layer = "convolution.0", Missed = "named in the second convolution, where it shows" },
        new("relu6, sgd with rate 10, circles", Circle(Mlp(4, 32, new ReLU6()), new Sgd { Lr = 10 }), Dead, TooHigh),
        new("adam with rate 0.5 kills convolutions", Images(new ConvNetSpec { Channels = [8, 8, 8] }) with { Optimizer = new Adam { Lr = 0.5 }, Epochs = 4 }, Dead, TooHigh),
        new("rmsprop with rate 1 kills relus, waves", Wave(Mlp(4, 32, new ReLU()), new RmsProp { Lr = 1 }), Dead, TooHigh),
        new("convolutions with biases of −20", RealDigits(BiasedConvolutions) with { Epochs = 2 }, Dead) { Layer = "convolution" },
        new("momentum throws relus away, houses", Houses(Mlp(3, 32, new ReLU()), new Sgd { Lr = 2, Momentum = 0.9 }) with { Standardization = new PerFeatureStandardization { Targets = true } }, Dead, TooHigh, NonFinite),
    ];

    private static CustomModel Biased(double bias) => ModelSpec.Custom("zoo-biased", new { Bias = bias }, static (o, task) =>
    {
        var hidden = nn.Linear(task.InputShape[0], 32);
        nn.init.constant_(hidden.bias!, o.Bias);
        return nn.Sequential(("hidden", hidden), ("activation", nn.ReLU()), ("output", nn.Linear(32, task.Outputs)));
    });

    private static CustomModel SecondBiased(double bias) => ModelSpec.Custom("zoo-second-biased", new { Bias = bias }, static (o, task) =>
    {
        var second = nn.Linear(32, 32);
        nn.init.constant_(second.bias!, o.Bias);
        return nn.Sequential(("first", nn.Linear(task.InputShape[0], 32)), ("act1", nn.ReLU()), ("second", second), ("act2", nn.ReLU()), ("output", nn.Linear(32, task.Outputs)));
    });

    private static CustomModel BiasedConvolutions => ModelSpec.Custom("zoo-biased-convolutions", new { Bias = -20.0 }, static (o, task) =>
    {
        var convolution = nn.Conv2d(1, 8, 3, padding: 1);
        nn.init.constant_(convolution.bias!, o.Bias);
        return nn.Sequential(("convolution", convolution), ("relu", nn.ReLU()), ("flat", nn.Flatten()), ("output", nn.Linear(8 * task.InputShape[^1] * task.InputShape[^2], task.Outputs)));
    });
}
