using Athanor.Data;
using Athanor.Training;
using CsCheck;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class TrainingPlanTests
{
    [Fact]
    public void Twelve_hundred_samples_in_batches_of_a_hundred_are_12_iterations_an_epoch_and_60_updates_in_5()
    {
        var plan = TrainingPlan.Of(Recipes.Small with { BatchSize = 100, Epochs = 5 }, 1200);

        Assert.Equal((12, 5, 60, 60, 100), (plan.IterationsPerEpoch, plan.Epochs, plan.Iterations, plan.Updates, plan.LastBatch));
        Assert.Equal(
            ["1,200 samples ÷ batch 100 = 12 iterations per epoch", "12 iterations × 5 epochs = 60 iterations", "60 weight updates, one per iteration"],
            plan.Describe());
    }

    [Theory]
    [InlineData(1200, 100, 5, false, 5, 12, 3, 60, 15)]
    [InlineData(1201, 100, 1, false, 2, 13, 13, 26, 26)]
    [InlineData(1201, 100, 1, true, 2, 12, 12, 24, 24)]
    [InlineData(10, 32, 1, false, 3, 1, 1, 3, 3)]
    [InlineData(7, 2, 3, false, 2, 4, 2, 8, 4)]
    public void Ragged_batches_and_windows_are_counted(
        int samples, int batch, int accumulation, bool dropLast, int epochs, int iterationsPerEpoch, int updatesPerEpoch, int iterations, int updates)
    {
        var plan = TrainingPlan.Of(Recipes.Small with { BatchSize = batch, Accumulation = accumulation, DropLast = dropLast, Epochs = epochs }, samples);

        Assert.Equal(
            (iterationsPerEpoch, updatesPerEpoch, iterations, updates),
            ((int)plan.IterationsPerEpoch, (int)plan.UpdatesPerEpoch, (int)plan.Iterations, (int)plan.Updates));
    }

    [Fact]
    public void Batch_gradient_descent_is_one_update_an_epoch() =>
        Assert.Equal((1200, 1, 7), ((int)Full().BatchSize, (int)Full().IterationsPerEpoch, (int)Full().Updates));

    [Fact]
    public void What_is_trained_is_what_was_planned_and_every_sample_is_used_once_an_epoch() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 45], Gen.Bool, Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[0, 12]).Where(c => !c.Item3 || c.Item2 <= c.Item1).Sample(
            (samples, batch, dropLast, accumulation, epochs, steps) =>
            {
                var seen = new List<long[]>();
                var updates = new List<long>();
                Recipe recipe = Recipes.Small with
                {
                    Model = new RecordingModel { Seen = seen },
                    BatchSize = batch,
                    DropLast = dropLast,
                    Accumulation = accumulation,
                    Epochs = steps == 0 ? epochs : null,
                    Steps = steps == 0 ? null : steps,
                };
                using DataSplit data = Recipes.Numbered(samples);
                using var trainer = new Trainer(recipe, data);
                trainer.Observers.Add(new Watcher { Step = report => updates.Add(report.Updated ? 1 : 0) });
                RunReport report = trainer.Run(TestContext.Current.CancellationToken);
                TrainingPlan plan = trainer.Session.Plan;

                Assert.Equal(TrainingStatus.Completed, report.Status);
                Assert.Equal((plan.Updates, plan.Iterations, plan.Updates), (report.Steps, seen.Count, updates.Sum()));
                foreach (long[][] epoch in seen.Chunk((int)plan.IterationsPerEpoch))
                {
                    long[] used = [.. epoch.SelectMany(numbers => numbers)];
                    bool whole = epoch.Length == plan.IterationsPerEpoch;
                    Assert.Equal(used.Length, used.Distinct().Count());
                    Assert.Equal(whole ? dropLast ? plan.IterationsPerEpoch * plan.BatchSize : samples : used.Length, used.Length);
                    Assert.All(epoch.SkipLast(1), numbers => Assert.Equal(plan.BatchSize, numbers.Length));
                    Assert.True(!whole || epoch[^1].Length == plan.LastBatch);
                }
            },
            iter: 60,
            threads: 1);

    private static TrainingPlan Full() => TrainingPlan.Of(Recipes.Small with { BatchSize = BatchSize.Full, Epochs = 7 }, 1200);
}
