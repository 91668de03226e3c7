using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tests.Data.Formats;
using Athanor.Tests.Training.Checkpoints;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Recording;

[Collection(GeneratorCollection.Name)]
public sealed class PredictorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Probabilities_classes_and_logits_agree_and_nothing_leaks()
    {
        string checkpoint = Trained(new Blobs { Samples = 120 }, new CrossEntropy());
        using (Predictor warm = Predictor.Load(checkpoint))
        {
            warm.Predict(zeros(1, 2)).Logits.Dispose();
        }

        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (DisposeScope scope = NewDisposeScope())
        using (Predictor predictor = Predictor.Load(checkpoint))
        {
            Predictions some = predictor.Predict(randn(7, 2));
            Assert.Equal(7, some.Count);
            Assert.True(some.Probabilities!.allclose(nn.functional.softmax(some.Logits, 1)));
            Assert.True(some.Classes!.Equals(some.Probabilities.argmax(1)));
            Assert.Null(some.Values);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_temperature_changes_how_sure_it_is_and_never_the_class()
    {
        string checkpoint = Trained(new Blobs { Samples = 120 }, new CrossEntropy());
        using DisposeScope scope = NewDisposeScope();
        using Predictor plain = Predictor.Load(checkpoint);
        using Predictor cooler = Predictor.Load(checkpoint, new PredictorOptions { Temperature = 3 });
        Tensor inputs = randn(50, 2);

        Predictions sure = plain.Predict(inputs), unsure = cooler.Predict(inputs);

        Assert.True(sure.Classes!.Equals(unsure.Classes!));
        Assert.True((unsure.Probabilities!.amax([1L]) <= sure.Probabilities!.amax([1L])).all().item<bool>());
    }

    [Fact]
    public void The_batch_s_size_and_the_data_set_road_give_one_answer()
    {
        string checkpoint = Trained(new Circles { Samples = 700 }, new BceWithLogits());
        using DisposeScope scope = NewDisposeScope();
        using Predictor predictor = Predictor.Load(checkpoint);
        using DataSplit own = predictor.OwnData();
        using var all = new Subset(own.Training, [.. EpochOrder.Sequence(own.Training.Count)]);

        Predictions whole = predictor.Predict(all, TestContext.Current.CancellationToken);
        Predictions once = predictor.Predict(all.Gather(arange(all.Count, ScalarType.Int64)));

        Assert.True(whole.Logits.allclose(once.Logits, 1e-5, 1e-6));
        Assert.Equal([all.Count], whole.Classes!.shape);
        Assert.True(whole.Probabilities!.allclose(sigmoid(whole.Logits)));
    }

    [Fact]
    public void Several_yes_or_no_questions_get_a_sigmoid_each()
    {
        string checkpoint = Trained(new Circles { Samples = 60 }, new BceWithLogits());
        string task = Path.Combine(checkpoint, "task.json"), weights = Path.Combine(checkpoint, "model.safetensors");
        File.WriteAllText(task, File.ReadAllText(task).Replace("\"outputs\":1", "\"outputs\":3", StringComparison.Ordinal).Replace("\"classNames\":[\"0\",\"1\"]", "\"classNames\":[]", StringComparison.Ordinal));
        using DisposeScope scope = NewDisposeScope();
        using (nn.Module module = new MlpSpec { Hidden = [4] }.Build(new TaskInfo(TaskKind.Binary, [2], 3), RecipePath.Root))
        {
            Athanor.Persistence.SafeTensors.Write(weights, module.state_dict());
        }

        Manifests.Reseal(checkpoint);
        using Predictor predictor = Predictor.Load(checkpoint);
        Predictions some = predictor.Predict(randn(5, 2));

        Assert.Equal([5, 3], some.Classes!.shape);
        Assert.True(some.Classes.Equals((some.Logits > 0).to_type(ScalarType.Int64)));
        Assert.True(some.Probabilities!.allclose(sigmoid(some.Logits)));
        Assert.Equal(
            ["index", "yes_0", "probability_0", "yes_1", "probability_1", "yes_2", "probability_2"],
            Athanor.Evaluation.PredictionTable.Of(some).Columns.Select(column => column.Name));
    }

    [Fact]
    public void Samples_of_another_shape_are_refused_with_both()
    {
        using Predictor predictor = Predictor.Load(Trained(new Blobs { Samples = 60 }, new CrossEntropy()));
        using DisposeScope scope = NewDisposeScope();

        RecipeException refusal = Assert.Throws<RecipeException>(() => predictor.Predict(zeros(4, 3)));

        Assert.Equal(("shape-mismatch", "data: a sample is [3] here; the model learned from [2]"), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void Loading_leaves_random_state_and_threads_as_they_were()
    {
        string checkpoint = Trained(new Blobs { Samples = 60 }, new CrossEntropy());
        manual_seed(5);
        using Tensor before = get_rng_state();
        int threads = get_num_threads();

        using (Predictor predictor = Predictor.Load(checkpoint))
        using (NewDisposeScope())
        {
            predictor.Predict(zeros(1, 2));
        }

        using Tensor after = get_rng_state();
        Assert.True(before.Equals(after));
        Assert.Equal(threads, get_num_threads());
    }

    private string Trained(DataSpec data, LossSpec loss)
    {
        using var store = new PlacedStore(Path.Combine(_folder.Context.BaseFolder, "runs.db"));
        var recipe = new Recipe { Data = data, Model = new MlpSpec { Hidden = [4] }, Loss = loss, Optimizer = new AdamW { Lr = 0.01 }, Epochs = 1 };
        return RecordedTraining.Run(recipe, _folder.Context, store, cancellation: TestContext.Current.CancellationToken).Checkpoint!;
    }
}
