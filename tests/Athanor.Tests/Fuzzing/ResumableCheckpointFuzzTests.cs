using Athanor.Data.Tasks;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Tests.Data.Formats;
using Athanor.Tests.Training;
using Athanor.Tests.Training.Checkpoints;
using Athanor.Training;
using Athanor.Training.Checkpoints;
using CsCheck;

namespace Athanor.Tests.Fuzzing;

/// <summary>A checkpoint from which a training goes on, with each of its files altered beneath a manifest that fits.</summary>
[Collection(AloneInProcess.Name)]
public sealed class ResumableCheckpointFuzzTests : IDisposable
{
    private const int Cases = 200;

    private static readonly Recipe Recipe = Recipes.Small with
    {
        Data = new Blobs { Samples = 40 },
        Model = new MlpSpec { Hidden = [4], Dropout = 0.1 },
        Average = new EmaAverage { Decay = 0.9 },
        Schedule = new ReduceOnPlateauSchedule { Metric = "validation/loss", Patience = 1 },
        EarlyStopping = new EarlyStoppingSpec { Patience = 1000 },
        RestoreBest = true,
        Epochs = 2,
        Run = new RunSpec { Checkpoint = new CheckpointSpec { EverySteps = 1, KeepLast = 1 } },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("state.json")]
    [InlineData("state.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("average.safetensors")]
    [InlineData("model.safetensors")]
    [InlineData("recipe.json")]
    [InlineData("metrics.json")]
    public void Of_a_resumable_checkpoint(string file)
    {
        string series = Path.Combine(_folder.Context.BaseFolder, "series");
        using (var trainer = new Trainer(Recipe, _folder.Context))
        {
            trainer.SaveTo(series);
            trainer.Run(TestContext.Current.CancellationToken);
        }

        string newest = CheckpointSeries.In(series)[0].Folder;
        byte[] valid = File.ReadAllBytes(Path.Combine(newest, file));
        using (Trainer resumed = Trainer.Resume(Recipe, series, _folder.Context, refusal => Assert.Fail(refusal.Message)))
        {
            Assert.NotNull(resumed.ResumedFrom);
        }

        Mutations.Of(valid).Sample(
            bytes =>
            {
                File.WriteAllBytes(Path.Combine(newest, file), bytes);
                Manifests.Reseal(newest);
                Reading.Behaves(bytes.Length, () => Resume(series, newest), justified: 20_000);
            },
            iter: Cases,
            threads: 1);
    }

    [Theory]
    [InlineData("{\"metrics\":{\"\u00F3\":1}}")]
    [InlineData("{\"metrics\":{\"a\":true}}")]
    [InlineData("{\"metrics\":{\"a\":\"\\ud800\"}}")]
    public void Metrics_that_are_none_are_refused_as_a_bad_checkpoint(string json)
    {
        string folder = Path.Combine(_folder.Context.BaseFolder, "step-1");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, CheckpointManifest.FileName), CheckpointManifest.ToBytes(1, "", []));
        File.WriteAllBytes(Path.Combine(folder, CheckpointFiles.Metrics), System.Text.Encoding.Latin1.GetBytes(json));

        RecipeException refusal = Assert.Throws<RecipeException>(() => Checkpoint.Open(folder).ReadMetrics());

        Assert.Equal(CheckpointManifest.BadCheckpoint, refusal.Code);
    }

    /// <summary>Whatever the training, or somebody who wants the checkpoint's recipe and metrics, reads of it.</summary>
    private void Resume(string series, string newest)
    {
        var refusals = new List<RecipeException>();
        Trainer.Resume(Recipe, series, _folder.Context, refusals.Add).Dispose();
        Assert.All(refusals, refusal => Assert.DoesNotContain('\n', refusal.Message));
        Checkpoint checkpoint = Checkpoint.Open(newest);
        checkpoint.ReadMetrics();
        checkpoint.ReadRecipe();
    }
}
