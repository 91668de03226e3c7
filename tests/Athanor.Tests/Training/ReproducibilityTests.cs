using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class ReproducibilityTests
{
    private static readonly Recipe Subject = Recipes.Small with
    {
        Model = new MlpSpec { Hidden = [16, 16], Dropout = 0.3, Normalization = new Athanor.Normalization.BatchNorm() },
        Clipping = new ClipByNorm { MaxNorm = 0.5 },
    };

    private static readonly Recipe Other = Recipes.Small with
    {
        Data = new StrokeDigits { Samples = 100 },
        Model = new MlpSpec { Hidden = [32], Dropout = 0.5 },
        Optimizer = new Sgd { Lr = 0.1 },
        Seed = 11,
        Threads = 2,
    };

    [Fact]
    public void One_recipe_gives_the_same_weights_and_metrics_bit_by_bit()
    {
        var (first, weights) = Recipes.Train(Subject);
        var (second, again) = Recipes.Train(Subject);

        Assert.Equal(weights, again);
        Assert.Equal(first.Metrics, second.Metrics);
    }

    [Fact]
    public void Another_seed_gives_other_weights() => Assert.NotEqual(Recipes.Train(Subject).Weights, Recipes.Train(Subject with { Seed = 1 }).Weights);

    [Fact]
    public void A_trial_leaves_nothing_behind_whatever_the_order()
    {
        byte[] subject = Recipes.Train(Subject).Weights;
        byte[] otherAfter = Recipes.Train(Other).Weights;
        byte[] other = Recipes.Train(Other).Weights;
        byte[] subjectAfter = Recipes.Train(Subject).Weights;

        Assert.Equal(subject, subjectAfter);
        Assert.Equal(other, otherAfter);
    }

    [Fact]
    public void Random_state_and_threads_of_the_program_are_as_before()
    {
        int threads = get_num_threads();
        manual_seed(42);
        using Tensor expected = rand(4);
        manual_seed(42);
        using (var trainer = new Trainer(Other with { Threads = threads + 1 }))
        {
            Assert.Equal(threads + 1, get_num_threads());
            trainer.Run(TestContext.Current.CancellationToken);
        }

        using Tensor got = rand(4);
        Assert.Equal(threads, get_num_threads());
        Assert.True(expected.Equals(got));
    }

    [Theory]
    [InlineData("validation/accuracy")]
    [InlineData("validation/nothing")]
    public void A_trainer_that_is_refused_leaves_nothing_behind_either(string metric)
    {
        int threads = get_num_threads();
        Recipe refused = Other with { Threads = threads + 1, EarlyStopping = new EarlyStoppingSpec { Metric = metric, Patience = 1 }, Model = new MlpSpec { OutputActivation = new Athanor.Activations.Softmax() } };

        Assert.Throws<Athanor.Specs.RecipeException>(() => new Trainer(refused));
        Assert.Equal(threads, get_num_threads());
    }

    [Fact]
    public void What_only_watches_changes_nothing()
    {
        var norms = new List<float>();
        byte[] watched = Recipes.Train(Subject with { Run = new RunSpec { RecordEverySteps = 7 } }, new Watcher { Step = report => norms.Add(report.GradientNorms!.sum().item<float>()) }).Weights;

        Assert.Equal(Recipes.Train(Subject).Weights, watched);
        Assert.All(norms, norm => Assert.True(norm > 0));
    }

    [Fact]
    public void A_training_of_many_steps_leaks_no_tensor()
    {
        Recipe recipe = Subject with { Epochs = 30, RestoreBest = true, Regularization = new L2(), Metrics = null, Loss = new CrossEntropy { LabelSmoothing = 0.1 } };
        Recipes.Train(recipe with { Epochs = 1 });
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Recipes.Train(recipe);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
