using Athanor.Data;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class EarlyStoppingTests
{
    [Fact]
    public void Patience_counts_looks_without_progress_in_a_row()
    {
        var stopping = new EarlyStopping(new EarlyStoppingSpec { Patience = 2, MinDelta = 0.1 }, higherIsBetter: false);
        string?[] said = [.. new[] { 1.0, 0.95, 0.8, 0.75, double.NaN }.Select(value => stopping.Look(Loss(value)))];

        Assert.Equal([null, null, null, null], said[..4]);
        Assert.Equal("validation/loss has not improved on 0.8 in 2 looks", said[4]);
    }

    [Theory]
    [InlineData(true, 0.9, true)]
    [InlineData(true, 0.89, false)]
    [InlineData(false, 0.9, true)]
    [InlineData(false, 0.91, false)]
    public void A_target_that_is_reached_stops_at_once(bool higherIsBetter, double value, bool stops)
    {
        var stopping = new EarlyStopping(new EarlyStoppingSpec { Target = 0.9 }, higherIsBetter);

        Assert.Equal(stops ? "validation/loss reached 0.9, the target is 0.9" : null, stopping.Look(Loss(value)));
    }

    [Fact]
    public void A_training_that_reaches_its_target_is_completed_before_its_budget()
    {
        Recipe recipe = Recipes.Small with { Epochs = 100, EarlyStopping = new EarlyStoppingSpec { Metric = "validation/accuracy", Target = 0.01 } };
        RunReport report = Recipes.Train(recipe).Report;

        Assert.Equal((TrainingStatus.Completed, 1), (report.Status, report.Epochs));
        Assert.StartsWith("validation/accuracy reached", report.Reason, StringComparison.Ordinal);
        Assert.Contains("test/accuracy", report.Metrics);
    }

    [Fact]
    public void A_training_that_gets_no_better_ends_when_its_patience_does()
    {
        Recipe recipe = Recipes.Small with { Epochs = 100, Optimizer = new Sgd { Lr = 1e-30 }, EarlyStopping = new EarlyStoppingSpec { Patience = 3 } };
        RunReport report = Recipes.Train(recipe).Report;

        Assert.Equal((TrainingStatus.Completed, 4), (report.Status, report.Epochs));
    }

    [Fact]
    public void Validation_every_so_many_updates_looks_at_those_updates()
    {
        var looks = new List<(long Step, bool Validated, bool EpochEnded)>();
        Recipe recipe = Recipes.Small with { Validation = new ValidationSpec { EverySteps = 4 }, Epochs = 2 };
        Recipes.Train(recipe, new Watcher { Epoch = report => looks.Add((report.Step, report.Metrics.ContainsKey("validation/loss"), report.EpochEnded)) });

        Assert.Equal([(4, true, false), (6, false, true), (8, true, false), (12, true, true)], looks);
    }

    [Fact]
    public void Validation_every_so_many_epochs_leaves_out_those_between()
    {
        var looks = new List<bool>();
        Recipes.Train(Recipes.Small with { Validation = new ValidationSpec { EveryEpochs = 2 }, Epochs = 5 }, new Watcher
        {
            Epoch = report => looks.Add(report.Metrics.ContainsKey("validation/loss")),
        });

        Assert.Equal([false, true, false, true, false], looks);
    }

    [Fact]
    public void The_best_weights_are_put_back_and_measured()
    {
        // The rate grows out of hand, so the best look is an early one.
        Recipe recipe = Recipes.Small with { Optimizer = new Sgd { Lr = 0.5 }, Schedule = new ExponentialSchedule { Gamma = 1.2 }, Epochs = 6, Seed = 3 };
        var looks = new List<(double Loss, byte[] Weights)>();
        using var trainer = new Trainer(recipe with { RestoreBest = true });
        trainer.Observers.Add(new Watcher { Epoch = report => looks.Add((report.Metrics["validation/loss"], Recipes.Weights(trainer.Session))) });
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);
        (double best, byte[] weights) = looks.MinBy(look => look.Loss);

        Assert.NotEqual(looks[^1].Loss, best);
        Assert.Equal(weights, Recipes.Weights(trainer.Session));
        Assert.Equal(best, report.Metrics["validation/loss"]);
    }

    [Fact]
    public void A_schedule_that_follows_a_plateau_hears_of_every_look()
    {
        var rates = new List<double>();
        Recipe recipe = Recipes.Small with
        {
            Optimizer = new Sgd { Lr = 1e-20 },
            Schedule = new ReduceOnPlateauSchedule { Patience = 1, Factor = 0.5, Eps = 0 },
            Epochs = 6,
        };
        Recipes.Train(recipe, new Watcher { Epoch = report => rates.Add(report.LearningRate / 1e-20) });

        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25], rates.Select(rate => Math.Round(rate, 12)));
    }

    [Theory]
    [InlineData("validation/acuracy", "schedule.metric: 'validation/acuracy' is not measured; did you mean 'accuracy'?; measured are loss, accuracy")]
    [InlineData("train/loss", "schedule.metric: 'train/loss' is not measured while training; follow one that begins with validation/")]
    public void A_plateau_of_what_is_not_measured_is_refused(string metric, string message) => Assert.Equal(
        message, Assert.Throws<RecipeException>(() => new Trainer(Recipes.Small with { Schedule = new ReduceOnPlateauSchedule { Metric = metric } })).Message);

    [Fact]
    public void Without_a_validation_part_nothing_that_watches_it_is_accepted()
    {
        Recipe blind = Recipes.Small with { Split = new SplitSpec { Validation = 0 } };
        string Refused(Recipe recipe) => Assert.Throws<RecipeException>(() => new Trainer(recipe)).Path;

        Assert.Equal("earlyStopping", Refused(blind with { EarlyStopping = new EarlyStoppingSpec { Patience = 1 } }));
        Assert.Equal("restoreBest", Refused(blind with { RestoreBest = true }));
        Assert.Equal("schedule", Refused(blind with { Schedule = new ReduceOnPlateauSchedule() }));
    }

    private static SortedDictionary<string, double> Loss(double value) => new(StringComparer.Ordinal) { ["validation/loss"] = value };
}
