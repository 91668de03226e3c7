using Athanor.Data;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Training;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class RecipeWarningsTests
{
    private static readonly TaskInfo Task = new(TaskKind.MultiClass, [2], 3);
    private static readonly Recipe BatchNormalized = Recipes.Small with { Model = new MlpSpec { Hidden = [8], Normalization = new BatchNorm() } };

    [Fact]
    public void Batch_normalization_with_accumulation_is_named_before_training()
    {
        RecipeWarning warning = Assert.Single(RecipeWarnings.Of(BatchNormalized with { Accumulation = 4, BatchSize = 8 }, Task));

        Assert.Equal(("accumulation-batch-norm", "accumulation"), (warning.Code, warning.Path));
        Assert.StartsWith("accumulation: batch normalization sees each batch of 8 alone, not the 4 of an update", warning.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_of_both_alone_is_worth_a_warning()
    {
        Assert.Empty(RecipeWarnings.Of(BatchNormalized, Task));
        Assert.Empty(RecipeWarnings.Of(Recipes.Small with { Accumulation = 4 }, Task));
    }

    [Fact]
    public void Who_watches_is_told_at_the_start()
    {
        var watcher = new Watcher();
        Recipes.Train(BatchNormalized with { Accumulation = 2 }, watcher);

        Assert.Equal("accumulation-batch-norm", Assert.Single(Assert.Single(watcher.Starts).Warnings).Code);
    }
}
