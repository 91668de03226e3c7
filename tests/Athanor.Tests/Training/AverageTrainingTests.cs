using Athanor.Data;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class AverageTrainingTests : IDisposable
{
    private static readonly Recipe Averaged = Recipes.Small with
    {
        Model = new MlpSpec { Hidden = [8], Normalization = new BatchNorm(), Dropout = 0.1 },
        Average = new EmaAverage { Decay = 0.8 },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("athanor-average").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_average_changes_nothing_but_what_is_measured_beside()
    {
        (RunReport plain, byte[] weights) = Recipes.Train(Averaged with { Average = new NoAverage() });
        (RunReport averaged, byte[] same) = Recipes.Train(Averaged);

        Assert.Equal(weights, same);
        Assert.All(plain.Metrics, metric => Assert.Equal(metric.Value, averaged.Metrics[metric.Key]));
        Assert.Equal(
            ["ema/test/accuracy", "ema/test/loss", "ema/train/accuracy", "ema/train/loss", "ema/validation/accuracy", "ema/validation/loss"],
            averaged.Metrics.Keys.Except(plain.Metrics.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.NotEqual(averaged.Metrics["test/loss"], averaged.Metrics["ema/test/loss"]);
    }

    [Fact]
    public void What_is_measured_of_the_average_is_what_a_model_with_its_weights_gives()
    {
        using var trainer = new Trainer(Averaged);
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            foreach ((string name, Tensor tensor) in trainer.Session.Model.state_dict())
            {
                tensor.copy_(trainer.Session.Average![name].clone());
            }
        }

        using DataSplit data = TrainingData.Prepare(Averaged, new DataContext(_folder));
        Assert.Equal(report.Metrics["ema/test/loss"], trainer.Session.Evaluate("test", data.Test!, TestContext.Current.CancellationToken)["test/loss"]);
    }

    [Fact]
    public void Looks_measure_the_average_once_it_has_begun()
    {
        var looks = new List<(long Step, bool Measured)>();
        Recipes.Train(
            Recipes.Small with { Average = new SwaAverage { Start = 9 } },
            new Watcher { Epoch = report => looks.Add((report.Step, report.Metrics.ContainsKey("swa/validation/loss"))) });

        Assert.Equal([(6, false), (12, true), (18, true)], looks);
    }

    [Fact]
    public void Early_stopping_and_the_best_weights_may_watch_the_average()
    {
        var looks = new List<double>();
        Recipe recipe = Averaged with
        {
            Epochs = 12,
            Optimizer = new AdamW { Lr = 0.3 },
            RestoreBest = true,
            EarlyStopping = new EarlyStoppingSpec { Metric = "ema/validation/loss", Patience = 3 },
        };
        (RunReport report, _) = Recipes.Train(recipe, new Watcher { Epoch = epoch => looks.Add(epoch.Metrics["ema/validation/loss"]) });

        Assert.StartsWith("ema/validation/loss has not improved", report.Reason, StringComparison.Ordinal);
        Assert.Equal(looks.Min(), report.Metrics["ema/validation/loss"]);
        Assert.NotEqual(looks[^1], report.Metrics["ema/validation/loss"]);
    }

    [Fact]
    public void An_average_that_begins_late_is_watched_from_then_on()
    {
        (RunReport report, _) = Recipes.Train(Recipes.Small with
        {
            Average = new SwaAverage { Start = 9 },
            RestoreBest = true,
            EarlyStopping = new EarlyStoppingSpec { Metric = "swa/validation/loss", Target = 1e6 },
        });

        Assert.Equal((TrainingStatus.Completed, 12), (report.Status, report.Steps));
    }

    [Fact]
    public void A_session_lends_the_average_to_its_model_and_takes_it_back()
    {
        using var data = Recipes.Numbered(8);
        using var session = new TrainingSession(Averaged, data.Task, TrainingPlan.Of(Averaged, 8));
        Assert.Null(session.Average);
        Assert.Throws<InvalidOperationException>(session.UseAverage);
        using DisposeScope scope = NewDisposeScope();
        Batch batch = data.Training.Gather(arange(8));
        session.Step(batch);
        byte[] live = Recipes.Weights(session);

        using (session.UseAverage())
        {
            Assert.NotEqual(live, Recipes.Weights(session));
            Assert.Contains("averaged weights", Assert.Throws<InvalidOperationException>(() => session.Step(batch)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(live, Recipes.Weights(session));
        Assert.True(session.Step(batch).Updated);
    }

    [Fact]
    public void The_average_is_kept_beside_the_live_weights_under_their_names()
    {
        using var trainer = new Trainer(Averaged);
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);
        string file = Path.Combine(_folder, "average.safetensors");
        using DisposeScope scope = NewDisposeScope();
        SafeTensors.Write(file, trainer.Session.Average!);

        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.Equal(
            trainer.Session.Model.state_dict().Keys.Order(StringComparer.Ordinal),
            SafeTensors.Read(file).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ema", "earlyStopping.metric: the recipe keeps no average 'swa'; write average: { ema: {} }, or watch what has no such prefix")]
    [InlineData("", "earlyStopping.metric: the recipe keeps no average 'swa'; write average: { ema: {} }, or watch what has no such prefix")]
    public void An_average_that_the_recipe_does_not_keep_can_t_be_watched(string average, string message)
    {
        Recipe recipe = Recipes.Small with
        {
            Average = average.Length > 0 ? new EmaAverage() : new NoAverage(),
            EarlyStopping = new EarlyStoppingSpec { Metric = "swa/validation/loss", Patience = 1 },
        };

        Assert.Equal(message, Assert.Throws<RecipeException>(() => new Trainer(recipe)).Message);
    }

    [Fact]
    public void An_average_that_would_begin_behind_the_end_is_refused()
    {
        RecipeException refusal = Assert.Throws<RecipeException>(() => new Trainer(Recipes.Small with { Average = new SwaAverage { Start = 19 } }));

        Assert.Equal("average.swa.start: 19 is after the training's end, so nothing would be averaged: it has 18 updates; start earlier or train longer", refusal.Message);
        new Trainer(Recipes.Small with { Average = new SwaAverage { Start = 18 } }).Dispose();
    }
}
