using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Tests.Data;
using Athanor.Training;
using Athanor.Training.Pretraining;

namespace Athanor.Tests.Training.Pretraining;

/// <summary>Ten sigmoid layers, which from scratch stay at chance.</summary>
[Collection(AloneInProcess.Name)]
[Trait("Category", "Slow")]
public sealed class PretrainingHealsTests
{
    private const int Depth = 10;

    /// <summary>Noise on every pixel, which machines take for probabilities, costs some points.</summary>
    private const double LeastWithNoise = 0.85;

    public static TheoryData<string, PretrainingSpec, bool> Kinds => new()
    {
        { "scratch", new NoPretraining(), false },
        { "autoencoders", new DenoisingAutoencoders(), true },
        { "boltzmann", new RestrictedBoltzmann { Lr = 0.2 }, true },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void On_digits(string kind, PretrainingSpec pretraining, bool learns) =>
        AssertAccuracy(kind, Deep(RealData.Present(RealData.Digits)) with { Standardization = new NoStandardization(), Pretraining = pretraining }, learns ? 0.95 : null);

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void On_stroke_digits_which_need_no_file(string kind, PretrainingSpec pretraining, bool learns) =>
        AssertAccuracy(kind, Deep(new StrokeDigits { Samples = 2000 }) with { Standardization = new UnitRangeStandardization(), Pretraining = pretraining }, learns ? LeastWithNoise : null);

    private static Recipe Deep(DataSpec data) => new()
    {
        Data = data,
        Split = new SplitSpec { Validation = 0, Test = 0.2 },
        Model = new MlpSpec { Hidden = [.. Enumerable.Repeat(100, Depth)], Activation = new Sigmoid() },
        Loss = new CrossEntropy(),
        Optimizer = new Adam { Lr = 0.001 },
        BatchSize = 64,
        Epochs = 30,
    };

    private static void AssertAccuracy(string kind, Recipe recipe, double? learned)
    {
        (double least, double most) = learned is { } accurate ? (accurate, 1.0) : (0, 0.2);
        double accuracy = Recipes.Train(recipe).Report.Metrics["test/accuracy"];

        Assert.True(accuracy >= least && accuracy <= most, $"{kind}: {accuracy:P1}, not within [{least:P0}, {most:P0}]");
    }
}
