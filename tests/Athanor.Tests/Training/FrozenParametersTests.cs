using Athanor.Activations;
using Athanor.Data;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Tests.Data;
using Athanor.Training;
using Athanor.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class FrozenParametersTests
{
    private static readonly Recipe Deep = Recipes.Small with { Model = new MlpSpec { Hidden = [8, 7, 6] }, Regularization = new L2 { Lambda = 0.1 }, Average = new EmaAverage() };

    public static TheoryData<string[], string[]> Patterns => new()
    {
        { ["hidden.0"], ["hidden.0.bias", "hidden.0.weight"] },
        { ["hidden.?.weight"], ["hidden.0.weight", "hidden.1.weight", "hidden.2.weight"] },
        { ["hidden.0", "hidden.2.bias"], ["hidden.0.bias", "hidden.0.weight", "hidden.2.bias"] },
        { ["hidden"], ["hidden.0.bias", "hidden.0.weight", "hidden.1.bias", "hidden.1.weight", "hidden.2.bias", "hidden.2.weight"] },
        { ["*.bias"], ["hidden.0.bias", "hidden.1.bias", "hidden.2.bias", "output.bias"] },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "hiden.0", "frozen[0]: 'hiden.0' names no parameter of the model; did you mean 'hidden.0'?" },
        { "lstm.*", "frozen[0]: 'lstm.*' names no parameter of the model; they are hidden.0.weight, hidden.0.bias, hidden.1.weight, hidden.1.bias, …" },
        { "*", "frozen: every parameter is frozen, so there is nothing to train; leave some out" },
    };

    [Theory]
    [MemberData(nameof(Patterns), DisableDiscoveryEnumeration = true)]
    public void What_is_named_stays_bit_for_bit_and_all_else_moves(string[] patterns, string[] expected)
    {
        using var trainer = new Trainer(Deep with { Frozen = [.. patterns] });
        Dictionary<string, byte[]> before = Parameters(trainer.Session);
        trainer.Run(TestContext.Current.CancellationToken);

        Dictionary<string, byte[]> after = Parameters(trainer.Session);
        Assert.Equal(expected, before.Keys.Where(name => before[name].AsSpan().SequenceEqual(after[name])).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_pattern_that_names_nothing_or_everything_is_refused_in_one_line(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => new Trainer(Deep with { Frozen = [pattern] })).Message);

    [Fact]
    public void A_frozen_layer_is_pretrained_and_then_left_alone()
    {
        Recipe recipe = Deep with
        {
            Model = new MlpSpec { Hidden = [8, 7], Activation = new Sigmoid() },
            Pretraining = new DenoisingAutoencoders { Epochs = 1 },
            Frozen = ["hidden.0.weight"],
        };
        using DataSplit data = TrainingData.Prepare(recipe, DataFixtures.Context);
        using var trainer = new Trainer(recipe, data);
        byte[] start = Parameters(trainer.Session)["hidden.0.weight"];
        byte[]? pretrained = null;
        trainer.Observers.Add(new Watcher { Step = _ => pretrained ??= Parameters(trainer.Session)["hidden.0.weight"] });
        trainer.Run(TestContext.Current.CancellationToken);

        Assert.NotEqual(start, pretrained);
        Assert.Equal(pretrained, Parameters(trainer.Session)["hidden.0.weight"]);
    }

    [Fact]
    public void It_is_part_of_the_fingerprint() => Assert.NotEqual(Deep.Fingerprint(), (Deep with { Frozen = ["hidden.0"] }).Fingerprint());

    private static Dictionary<string, byte[]> Parameters(TrainingSession session)
    {
        using DisposeScope scope = NewDisposeScope();
        return session.Model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray(), StringComparer.Ordinal);
    }
}
