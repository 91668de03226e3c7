using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class DivergenceTests
{
    [Fact]
    public void A_learning_rate_of_a_billion_diverges_and_the_weights_of_the_last_good_update_stay()
    {
        Recipe recipe = Recipes.Small with
        {
            Data = new Athanor.Data.Tasks.Airline(),
            Split = new SplitSpec { Validation = 0, Test = 0 },
            Loss = new MseLoss(),
            Optimizer = new Sgd { Lr = 1e9 },
            BatchSize = 8,
        };
        var good = new List<byte[]>();
        Trainer? trainer = null;
        using (trainer = new Trainer(recipe))
        {
            var watcher = new Watcher
            {
                Step = report =>
                {
                    if (report.Updated)
                    {
                        good.Add(Recipes.Weights(trainer.Session));
                    }
                },
            };
            trainer.Observers.Add(watcher);
            RunReport report = trainer.Run(TestContext.Current.CancellationToken);
            Divergence divergence = report.Divergence!;

            Assert.Equal(TrainingStatus.Diverged, report.Status);
            Assert.Equal(report, Assert.Single(watcher.Ends));
            Assert.Equal((good.Count, good.Count + 1), ((int)report.Steps, (int)divergence.Step));
            Assert.Equal(good[^1], Recipes.Weights(trainer.Session));
            Assert.False(double.IsFinite(divergence.Loss) && double.IsFinite(divergence.GradientNorm));
            Assert.Contains(divergence.LargestGradient, trainer.Session.Model.named_parameters().Select(parameter => parameter.name));
            Assert.Empty(report.Metrics);
            Assert.StartsWith($"diverged at step {divergence.Step}: loss ", report.Reason, StringComparison.Ordinal);
            Assert.EndsWith($", largest at {divergence.LargestGradient}", report.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_first_parameter_whose_gradient_is_not_finite_is_the_one_named()
    {
        using DisposeScope scope = NewDisposeScope();
        using DataSplit data = Recipes.Values(2, ("inputs", full([4, 2], float.NaN)), ("target", zeros(4, 1)));
        using var trainer = new Trainer(Recipes.Small with { Loss = new MseLoss(), Model = new MlpSpec { Hidden = [3], Activation = new Athanor.Activations.Tanh() } }, data);
        Divergence divergence = trainer.Run(TestContext.Current.CancellationToken).Divergence!;

        Assert.Equal(("hidden.0.weight", 1), (divergence.LargestGradient, divergence.Step));
        Assert.True(double.IsNaN(divergence.Loss));
    }

    [Fact]
    public void A_loss_that_overflows_takes_no_step_though_its_gradient_is_finite()
    {
        using DisposeScope scope = NewDisposeScope();
        using DataSplit data = Recipes.Values(2, ("inputs", ones(4, 2)), ("target", zeros(4, 1)));
        using var session = new Trainer(Recipes.Small with { Loss = new OverflowingLoss(), Model = new MlpSpec { Hidden = [] }, Optimizer = new Sgd { Lr = 0.1 } }, data);
        byte[] before = Recipes.Weights(session.Session);
        RunReport report = session.Run(TestContext.Current.CancellationToken);

        Assert.Equal(TrainingStatus.Diverged, report.Status);
        Assert.True(double.IsFinite(report.Divergence!.GradientNorm));
        Assert.Equal(before, Recipes.Weights(session.Session));
    }

    [Fact]
    public void A_session_that_has_diverged_refuses_another_step()
    {
        using DisposeScope scope = NewDisposeScope();
        using DataSplit data = Recipes.Values(2, ("inputs", full([4, 2], float.NaN)), ("target", zeros(4, 1)));
        using var trainer = new Trainer(Recipes.Small with { Loss = new MseLoss() }, data);
        trainer.Run(TestContext.Current.CancellationToken);
        Batch batch = data.Training.Gather(arange(4, ScalarType.Int64));

        Assert.Contains("make a new session", Assert.Throws<InvalidOperationException>(() => trainer.Session.Step(batch)).Message, StringComparison.Ordinal);
    }

    /// <summary>Infinite, with a gradient of 1 on every prediction.</summary>
    private sealed record OverflowingLoss : LossSpec
    {
        protected override LossTerms Evaluate(in LossInput x) => x.PerElement(x.Prediction + float.PositiveInfinity);
    }
}
