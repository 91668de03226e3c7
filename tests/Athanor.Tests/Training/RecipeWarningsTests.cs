using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Training;
using Athanor.Training.Checkpoints;

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
    public void An_average_that_the_initial_weights_still_fill_is_named_before_training()
    {
        Recipe recipe = Recipes.Small with { Average = new EmaAverage() };
        RecipeWarning warning = Assert.Single(RecipeWarnings.Of(recipe, Task, TrainingPlan.Of(recipe, 2800)));

        Assert.Equal("average.ema.decay: after 525 updates 59.1% of the average are still the initial weights; add warmup: true, or take a smaller decay", warning.ToString());
        Assert.Empty(RecipeWarnings.Of(recipe with { Average = new EmaAverage { Warmup = true } }, Task, TrainingPlan.Of(recipe, 2800)));
        Assert.Empty(RecipeWarnings.Of(recipe with { Average = new EmaAverage { Decay = 0.99 } }, Task, TrainingPlan.Of(recipe, 2800)));
    }

    [Theory]
    [InlineData(7L, null, null, 7)]
    [InlineData(null, null, 3L, 3)]
    [InlineData(null, 3, 3L, 3)]
    [InlineData(3L, null, 5L, 3)]
    public void Best_checkpoints_of_which_none_can_be_kept_are_named_before_training(long? everySteps, int? everyEpochs, long? looks, int enoughEpochs)
    {
        Recipe recipe = Recipes.Small with
        {
            Validation = looks is null ? new ValidationSpec() : new ValidationSpec { EverySteps = looks },
            Run = new RunSpec { Checkpoint = new CheckpointSpec { EverySteps = everySteps, EveryEpochs = everyEpochs, KeepLast = 1, KeepBest = 2 } },
        };
        Recipe tooShort = recipe with { Epochs = enoughEpochs - 1 };
        Recipe enough = recipe with { Epochs = enoughEpochs };
        Recipe unsaved = tooShort with { Run = new RunSpec { SaveCheckpoint = false, Checkpoint = recipe.Run.Checkpoint } };
        const int FiveUpdates = 80;

        RecipeWarning warning = Assert.Single(RecipeWarnings.Of(tooShort, Task, TrainingPlan.Of(tooShort, FiveUpdates)));
        Assert.Equal(("keeps-no-best", "run.checkpoint.keepBest"), (warning.Code, warning.Path));
        Assert.Empty(RecipeWarnings.Of(enough, Task, TrainingPlan.Of(enough, FiveUpdates)));
        Assert.Empty(RecipeWarnings.Of(unsaved, Task, TrainingPlan.Of(unsaved, FiveUpdates)));
    }

    [Fact]
    public void A_loss_of_values_on_yes_or_no_is_named_before_training()
    {
        Recipe recipe = Recipes.Small with { Loss = new MseLoss() };

        Assert.Equal(("loss-for-task", "loss"), Assert.Single(RecipeWarnings.Of(recipe, new TaskInfo(TaskKind.Binary, [2], 1)).Select(warning => (warning.Code, warning.Path))));
        Assert.Empty(RecipeWarnings.Of(recipe, new TaskInfo(TaskKind.Regression, [2], 1)));
        Assert.Empty(RecipeWarnings.Of(recipe with { Loss = new BceWithLogits() }, new TaskInfo(TaskKind.Binary, [2], 1)));
    }

    [Fact]
    public void Who_watches_is_told_at_the_start()
    {
        var watcher = new Watcher();
        Recipes.Train(BatchNormalized with { Accumulation = 2 }, watcher);

        Assert.Equal("accumulation-batch-norm", Assert.Single(Assert.Single(watcher.Starts).Warnings).Code);
    }
}
