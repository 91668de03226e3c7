using Athanor.Training;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class EndingTests
{
    [Fact]
    public void An_observer_of_steps_can_stop_the_training_after_the_step_under_way()
    {
        (RunReport report, _) = Recipes.Train(Recipes.Small, new Watcher
        {
            Step = step =>
            {
                if (step.Step == 4)
                {
                    step.RequestStop("seen enough");
                }
            },
        });

        Assert.Equal((TrainingStatus.Stopped, "seen enough", 4), (report.Status, report.Reason, report.Steps));
        Assert.Contains("test/accuracy", report.Metrics);
    }

    [Fact]
    public void An_observer_of_epochs_can_stop_the_training()
    {
        (RunReport report, _) = Recipes.Train(Recipes.Small, new Watcher { Epoch = epoch => epoch.RequestStop("one is enough") });

        Assert.Equal((TrainingStatus.Stopped, "one is enough", 1), (report.Status, report.Reason, report.Epochs));
    }

    [Fact]
    public void What_is_cancelled_is_interrupted_after_a_whole_update()
    {
        using var cancelling = new CancellationTokenSource();
        using var trainer = new Trainer(Recipes.Small);
        var watcher = new Watcher
        {
            Step = step =>
            {
                if (step.Step == 5)
                {
                    cancelling.Cancel();
                }
            },
        };
        trainer.Observers.Add(watcher);
        RunReport report = trainer.Run(cancelling.Token);

        Assert.Equal((TrainingStatus.Interrupted, 5), (report.Status, report.Steps));
        Assert.Equal(report, Assert.Single(watcher.Ends));
        Assert.Equal(trainer.Session.Plan with { Parameters = trainer.Session.Parameters }, Assert.Single(watcher.Starts));
    }

    [Fact]
    public void A_budget_in_steps_ends_within_an_epoch()
    {
        RunReport report = Recipes.Train(Recipes.Small with { Epochs = null, Steps = 8 }).Report;

        Assert.Equal((TrainingStatus.Completed, 8, 1), (report.Status, report.Steps, report.Epochs));
    }

    [Fact]
    public void The_report_holds_every_part_in_evaluation_mode_and_the_model_s_size()
    {
        RunReport report = Recipes.Train(Recipes.Small).Report;

        Assert.Equal(
            [
                "constant/test/accuracy", "constant/test/loss", "constant/validation/accuracy", "constant/validation/loss", "test/accuracy", "test/loss",
                "train/accuracy", "train/loss", "validation/accuracy", "validation/loss",
            ],
            report.Metrics.Keys);
        Assert.Equal((2 * 8) + 8 + (8 * 2) + 2, report.Parameters);
        Assert.True(report.Seconds > 0);
    }
}
