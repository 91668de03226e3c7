using Athanor.Activations;
using Athanor.Data;
using Athanor.Metrics;
using Athanor.Models;
using Athanor.Specs;
using Athanor.Tests.Data;
using Athanor.Training;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class TrainingRefusalTests
{
    public static TheoryData<string, Recipe, string> Refused => new()
    {
        { "metric of another task", Recipes.Small with { Metrics = [new Accuracy(), new MeanAbsoluteError()] }, "metrics[1]: mae cannot be measured on a classification task; leave it out" },
        {
            "early stopping on what is not measured", Recipes.Small with { EarlyStopping = new EarlyStoppingSpec { Metric = "validation/f1", Patience = 1 } },
            "earlyStopping.metric: 'validation/f1' is not measured; measured are loss, accuracy"
        },
        {
            "early stopping on the training part", Recipes.Small with { EarlyStopping = new EarlyStoppingSpec { Metric = "train/loss", Patience = 1 } },
            "earlyStopping.metric: 'train/loss' is not measured while training; watch one that begins with validation/"
        },
        {
            "early stopping without an end", Recipes.Small with { EarlyStopping = new EarlyStoppingSpec() },
            "earlyStopping: neither patience nor target is given, so nothing would ever stop; give one"
        },
        {
            "softmax twice", Recipes.Small with { Model = new MlpSpec { OutputActivation = new Softmax() } },
            "model: model already ends in softmax, which cross-entropy applies itself; remove outputActivation"
        },
        { "unknown device", Recipes.Small with { Device = "gpu" }, "device: 'gpu' is no device; write cpu, cuda or cuda:0" },
        { "batch size", Recipes.Small with { BatchSize = 0 }, "batchSize: 0 is not greater than 0; write a number of samples or 'full'" },
        { "no thread", Recipes.Small with { Threads = 0 }, "threads: 0 is less than 1" },
        { "no epoch", Recipes.Small with { Epochs = 0 }, "epochs: 0 is less than 1" },
        { "two budgets", Recipes.Small with { Steps = 3 }, "steps: the budget is in epochs or in steps, never both; leave one out" },
        { "no loss", Recipes.Small with { Loss = null }, "loss: a supervised recipe needs a loss: write loss: cross-entropy, mse, …" },
        { "no accumulation", Recipes.Small with { Accumulation = 0 }, "accumulation: 0 is less than 1" },
        { "a batch that is never full", Recipes.Small with { BatchSize = 1000, DropLast = true }, "dropLast: 84 samples don't fill a batch of 1000, and the last is dropped: nothing is left" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Is_refused_before_training_in_one_line(string what, Recipe recipe, string message)
    {
        Assert.NotEmpty(what);
        Assert.Equal(message, Assert.Throws<RecipeException>(() => new Trainer(recipe)).Message);
    }

    [Fact]
    public void A_device_that_this_machine_lacks_is_named()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "this machine has CUDA");
        RecipeException refusal = Assert.Throws<RecipeException>(() => new Trainer(Recipes.Small with { Device = "cuda:1" }));

        Assert.Equal(("device", "no-such-device"), (refusal.Path, refusal.Code));
        Assert.Contains("use device: cpu", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_label_out_of_range_is_refused_before_the_first_step()
    {
        using var data = new DataSplit(new TaskInfo(TaskKind.MultiClass, [2], 3), DataFixtures.Numbered(20, classes: 4));
        RecipeException refusal = Assert.Throws<RecipeException>(() => new Trainer(Recipes.Small, data));

        Assert.Contains("3", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("loss", refusal.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_label_of_the_test_part_is_refused_as_early()
    {
        using var data = new DataSplit(new TaskInfo(TaskKind.MultiClass, [2], 3), DataFixtures.Numbered(20)) { Test = DataFixtures.Numbered(20, classes: 4) };

        Assert.Throws<RecipeException>(() => new Trainer(Recipes.Small, data));
    }
}
