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
    public void Classes_without_names_are_known_in_a_file_by_their_numbers()
    {
        using Predictor predictor = Predictor.Load(Trained(new Blobs { Samples = 60, Classes = 3 }, new CrossEntropy()));
        _folder.Write("good.csv", "1,2,0\n3,4,2\n"u8.ToArray());
        _folder.Write("bad.csv", "1,2,0\n3,4,3\n"u8.ToArray());

        using (DataSource samples = predictor.ReadSamples("good.csv", context: _folder.Context))
        using (NewDisposeScope())
        {
            Assert.Equal([0L, 2L], samples.Samples.Gather(arange(2, ScalarType.Int64)).Target.to_type(ScalarType.Int64).data<long>().ToArray());
        }

        RecipeException refusal = Assert.Throws<RecipeException>(() => predictor.ReadSamples("bad.csv", context: _folder.Context));
        Assert.Equal("label-out-of-range", refusal.Code);
        Assert.EndsWith("'3' is none of the model's classes; did you mean '0'?; they are 0, 1, 2", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("temperature.json", "\"live\":2", "\"live\":5")]
    [InlineData("temperature.json", "\"sha256\":\"", "\"sha256\":\"0")]
    [InlineData("model.safetensors", null, null)]
    public void A_temperature_that_was_altered_or_fitted_to_other_weights_is_refused(string file, string? was, string? becomes)
    {
        string checkpoint = Trained(new Blobs { Samples = 60 }, new CrossEntropy());
        Predictor.SaveTemperature(checkpoint, 2);
        Predictor.SaveTemperature(checkpoint, 3, average: true);
        using (Predictor calibrated = Predictor.Load(checkpoint))
        {
            Assert.Equal(2, calibrated.Temperature);
        }

        string path = Path.Combine(checkpoint, file);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= was is null ? (byte)1 : (byte)0;
        File.WriteAllBytes(path, was is null ? bytes : System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(bytes).Replace(was, becomes, StringComparison.Ordinal)));
        if (was is null)
        {
            Manifests.Reseal(checkpoint);
        }

        RecipeException refusal = Assert.Throws<RecipeException>(() => Predictor.Load(checkpoint));

        Assert.Contains("temperature.json: does not hold what calibration wrote for these weights; remove it", refusal.Message, StringComparison.Ordinal);
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
