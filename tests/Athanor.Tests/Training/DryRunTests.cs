using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Tests.Data;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class DryRunTests
{
    private static readonly Recipe Delicate = Recipes.Small with
    {
        Model = new MlpSpec { Hidden = [8], Normalization = new BatchNorm(), Dropout = 0.3 },
        Average = new EmaAverage { Decay = 0.9 },
        Accumulation = 2,
    };

    public static TheoryData<string, Recipe, string> Nonsense => new()
    {
        {
            "a loss of other targets", Recipes.Small with { Data = new Airline(), Model = new MlpSpec { Hidden = [4] }, Loss = new MseLoss(), Metrics = [new Accuracy()] },
            "metrics[0]: accuracy cannot be measured on a regression task; leave it out"
        },
        { "a cosine behind the end", Recipes.Small with { Schedule = new CosineSchedule { TotalSteps = 19 } }, "schedule.cosine.totalSteps: 19 updates are more than the training has, which ends after 18; give at most that, or leave it out" },
        { "one cycle behind the end", Recipes.Small with { Schedule = new OneCycleSchedule { TotalSteps = 100 } }, "schedule.one-cycle.totalSteps: 100 updates are more than the training has, which ends after 18; give at most that, or leave it out" },
        { "a warmup behind the end", Recipes.Small with { Schedule = new WarmupSchedule() }, "schedule.warmup.warmupSteps: 100 updates of warmup are more than the training has, which ends after 18; take fewer, a tenth of the training is usual" },
        {
            "what follows the warmup behind the end", Recipes.Small with { Schedule = new WarmupSchedule { WarmupSteps = 8, Then = new LinearSchedule { TotalSteps = 11 } } },
            "schedule.warmup.then.linear.totalSteps: 11 updates are more than the training has, which ends after 10; give at most that, or leave it out"
        },
        {
            "a last batch of one", Delicate with { Data = new Spirals { Samples = 121 }, Split = new SplitSpec { Validation = 0, Test = 0 }, BatchSize = 8 },
            "dropLast: an epoch's last batch (121 samples in batches of 8) holds one sample, in which batch normalization finds no variance; write dropLast: true, or take another batchSize"
        },
        {
            "batches of one", Delicate with { BatchSize = 1 },
            "batchSize: a batch holds one sample, in which batch normalization finds no variance; take a larger batchSize"
        },
        {
            "a module that reads something else",
            Recipes.Small with { Model = ModelSpec.Custom("dry-run-narrow", new { Inputs = 3 }, options => nn.Linear(options.Inputs, 2)) },
            "model: can't read a batch of inputs [16 batch, 2]: mat1 and mat2 shapes cannot be multiplied (16x2 and 3x2)"
        },
    };

    [Theory]
    [MemberData(nameof(Nonsense), DisableDiscoveryEnumeration = true)]
    public void Nonsense_is_refused_before_the_first_step_in_one_line(string what, Recipe recipe, string message)
    {
        Assert.NotEmpty(what);
        using Tensor random = get_rng_state();
        int threads = get_num_threads();
        long alive = DataFixtures.Alive;

        Assert.Equal(message, Assert.Throws<RecipeException>(() => new Trainer(recipe)).Message);

        using Tensor after = get_rng_state();
        Assert.True(random.bytes.SequenceEqual(after.bytes), "the random state is put back");
        Assert.Equal(threads, get_num_threads());
        Assert.Equal(alive + 1, DataFixtures.Alive);
    }

    [Fact]
    public void A_loss_of_another_shape_names_both()
    {
        using DisposeScope scope = NewDisposeScope();
        using var data = new DataSplit(new TaskInfo(TaskKind.Regression, [2], 3), new TensorDataset(randn(8, 2), randn(8, 4)));
        Recipe recipe = Recipes.Small with { Loss = new MseLoss(), Metrics = [] };

        RecipeException refusal = Assert.Throws<RecipeException>(() => new Trainer(recipe, data));

        Assert.Equal("loss: prediction [8 batch, 3] and target [8 batch, 4] differ", refusal.Message);
    }

    [Fact]
    public void Training_goes_bit_for_bit_as_if_the_dry_run_had_not_been()
    {
        using var data = new DataSplit(new TaskInfo(TaskKind.MultiClass, [2], 3), DataFixtures.Numbered(50));
        Recipe recipe = Delicate with { Epochs = 2 };
        byte[] dry;
        using (var trainer = new Trainer(recipe, data))
        {
            trainer.Run(TestContext.Current.CancellationToken);
            dry = Recipes.Weights(trainer.Session);
        }

        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, 50));
        var batches = new Batches(data.Training, 16, recipe.Sampler, recipe.Seed);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            session.BeginEpoch(epoch);
            int index = 0;
            foreach (Batch batch in batches.Epoch(epoch, cancellation: TestContext.Current.CancellationToken))
            {
                session.Step(batch, lastOfEpoch: ++index == batches.Count);
            }
        }

        Assert.Equal(Recipes.Weights(session), dry);
    }

    [Fact]
    public void A_dry_run_leaves_no_tensor_and_no_trace()
    {
        using var data = Recipes.Numbered(17);
        Recipe recipe = Delicate with { DropLast = true, BatchSize = 8 };
        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, 17));
        byte[] before = Recipes.Weights(session);
        long alive = DataFixtures.Alive;

        session.DryRun(data.Training);

        Assert.Equal(alive, DataFixtures.Alive);
        Assert.Equal(before, Recipes.Weights(session));
        Assert.All(session.Model.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.True(session.Model.training);
    }

    [Fact]
    public void Convolutions_may_have_a_last_batch_of_one_image()
    {
        Recipe recipe = Recipes.Small with { Data = new StrokeDigits { Samples = 33 }, Split = new SplitSpec { Validation = 0, Test = 0 }, Model = new ResNetSpec { Widths = [2] }, BatchSize = 8 };

        new Trainer(recipe).Dispose();
    }

    public static TheoryData<string, ModelSpec, TaskInfo> Absurd => new()
    {
        { "mlp", new MlpSpec { Hidden = [1_000_000_000, 64] }, new TaskInfo(TaskKind.MultiClass, [2], 3) },
        { "convnet", new ConvNetSpec { Channels = [1_000_000_000] }, new TaskInfo(TaskKind.MultiClass, [28, 28], 3) },
        { "resnet", new ResNetSpec { Widths = [16, 1_000_000_000] }, new TaskInfo(TaskKind.MultiClass, [28, 28], 3) },
        { "recurrent", new RecurrentSpec { Hidden = 1_000_000_000 }, new TaskInfo(TaskKind.MultiClass, [9, 2], 3) },
    };

    [Theory]
    [MemberData(nameof(Absurd), DisableDiscoveryEnumeration = true)]
    public void A_model_that_no_memory_holds_is_refused_with_the_figures_before_it_is_built(string family, ModelSpec model, TaskInfo task)
    {
        Recipe recipe = Recipes.Small with { Model = model };
        RecipeException refusal = Assert.Throws<RecipeException>(() => new TrainingSession(recipe, task, TrainingPlan.Of(recipe, 100)));

        Assert.Equal(("model", "too-large"), (refusal.Path, refusal.Code));
        Assert.Matches(@"^[\d,]+ parameters with their gradients, and batches of 16, need [\d,.]+ GB at least, and [\d,.]+ GB are free; take a smaller model or batchSize$", refusal.Problem);
        Assert.NotEmpty(family);
    }

    public static TheoryData<string, ModelSpec, TaskInfo> Real => new()
    {
        { "mlp", new MlpSpec { Hidden = [7, 5] }, new TaskInfo(TaskKind.MultiClass, [4, 3], 3) },
        { "convnet", new ConvNetSpec { Channels = [3, 5], Head = [6] }, new TaskInfo(TaskKind.MultiClass, [2, 9, 10], 3) },
        { "resnet", new ResNetSpec { Widths = [4, 4, 6], Blocks = 2, Normalization = new NoNormalization() }, new TaskInfo(TaskKind.MultiClass, [28, 28], 3) },
        { "rnn", new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 5, Layers = 3 }, new TaskInfo(TaskKind.MultiClass, [9, 2], 3) },
        { "lstm", new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 5, Layers = 2 }, new TaskInfo(TaskKind.MultiClass, [9], 3) },
        { "gru", new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 5 }, new TaskInfo(TaskKind.MultiClass, [9, 2], 3) },
    };

    [Theory]
    [MemberData(nameof(Real), DisableDiscoveryEnumeration = true)]
    public void The_estimate_of_a_model_without_normalization_is_its_count_of_parameters(string family, ModelSpec model, TaskInfo task)
    {
        using nn.Module built = model.Build(task, RecipePath.Root);

        Assert.Equal(built.parameters().Sum(parameter => parameter.numel()), model.Estimate(task)!.Value.Parameters);
        Assert.NotEmpty(family);
    }
}
