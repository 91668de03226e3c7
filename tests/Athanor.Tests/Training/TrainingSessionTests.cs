using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class TrainingSessionTests
{
    [Fact]
    public void A_loop_of_your_own_over_the_session_gives_the_trainer_s_weights()
    {
        Recipe recipe = Recipes.Small with { Accumulation = 2, Schedule = new CosineSchedule(), Clipping = new ClipByNorm { MaxNorm = 1 } };
        byte[] expected = Recipes.Train(recipe).Weights;

        using DataSplit data = TrainingData.Prepare(recipe, new DataContext("."));
        using var session = new TrainingSession(recipe, data.Task, TrainingPlan.Of(recipe, data.Training.Count));
        var batches = new Batches(data.Training, 16, recipe.Sampler, recipe.Seed);
        for (int epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            session.BeginEpoch(epoch);
            long left = batches.Count;
            foreach (Batch batch in batches.Epoch(epoch, cancellation: TestContext.Current.CancellationToken))
            {
                session.Step(batch, lastOfEpoch: --left == 0);
            }
        }

        Assert.Equal(expected, Recipes.Weights(session));
        Assert.Equal(session.Plan.Updates, session.Steps);
    }

    [Fact]
    public void A_report_tells_the_norm_of_every_parameter_and_of_all()
    {
        var reports = new List<(double Total, float[] Norms, string[] Names)>();
        Recipes.Train(Recipes.Small, new Watcher { Step = report => reports.Add((report.GradientNorm, report.GradientNorms!.data<float>().ToArray(), [.. report.ParameterNames])) });

        Assert.All(reports, report =>
        {
            Assert.Equal(["hidden.0.weight", "hidden.0.bias", "output.weight", "output.bias"], report.Names);
            Assert.Equal(report.Total, Math.Sqrt(report.Norms.Sum(norm => (double)norm * norm)), report.Total * 1e-5);
        });
    }

    [Fact]
    public void Within_a_window_a_report_holds_nothing_of_the_last_update()
    {
        var updated = new List<bool>();
        Recipes.Train(Recipes.Small with { Accumulation = 4 }, new Watcher
        {
            Step = report =>
            {
                updated.Add(report.Updated);
                Assert.Equal(report.Updated, report.GradientNorms is not null);
                Assert.Equal(report.Updated, double.IsFinite(report.GradientNorm));
                Assert.Equal(report.Updated, double.IsFinite(report.Loss));
            },
        });

        Assert.Equal([false, false, false, true, false, true], updated[..6]);
    }

    [Fact]
    public void The_loss_of_a_step_is_the_mean_before_it()
    {
        using DisposeScope scope = NewDisposeScope();
        using DataSplit data = Recipes.Values(1, ("inputs", zeros(4, 1)), ("target", tensor(new float[] { 1, 2, 3, 4 }).unsqueeze(1)));
        Recipe recipe = Recipes.Small with { Model = new MlpSpec { Hidden = [], Initialization = new Athanor.Initialization.Zeros() }, Loss = new MseLoss(), BatchSize = 4, Epochs = 1 };
        using var trainer = new Trainer(recipe, data);
        using (no_grad())
        {
            foreach (var parameter in trainer.Session.Model.parameters())
            {
                parameter.zero_();
            }
        }

        double loss = double.NaN;
        trainer.Observers.Add(new Watcher { Step = report => loss = report.Loss });
        trainer.Run(TestContext.Current.CancellationToken);

        Assert.Equal((1 + 4 + 9 + 16) / 4.0, loss, 1e-6);
    }

    [Fact]
    public void Regularization_is_reported_apart_and_is_no_part_of_any_loss()
    {
        var penalties = new List<double>();
        Recipe penalized = Recipes.Small with { Regularization = new L2 { Lambda = 0.1 }, Optimizer = new Sgd { Lr = 1e-30 } };
        (RunReport with, _) = Recipes.Train(penalized, new Watcher { Step = report => penalties.Add(report.Penalty) });
        (RunReport without, _) = Recipes.Train(penalized with { Regularization = new NoRegularization() });

        Assert.All(penalties, penalty => Assert.True(penalty > 0));
        Assert.Equal(penalties[^1], with.Metrics["train/penalty"], 1e-12);
        Assert.Equal(without.Metrics["train/loss"], with.Metrics["train/loss"]);
        Assert.DoesNotContain("train/penalty", without.Metrics);
    }

    [Fact]
    public void A_model_that_reads_neither_batches_nor_tensors_is_refused_and_frees_what_it_took()
    {
        int threads = get_num_threads();
        using DataSplit data = Recipes.Numbered(8);
        Exception refusal = Assert.ThrowsAny<Exception>(() => new Trainer(Recipes.Small with { Model = new Unreadable(), Threads = threads + 1 }, data));

        Assert.Contains("IBatchModel", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(threads, get_num_threads());
    }

    private sealed record Unreadable : ModelSpec
    {
        public override nn.Module Build(TaskInfo task, RecipePath at) => nn.Bilinear(1, 1, 1);
    }
}
