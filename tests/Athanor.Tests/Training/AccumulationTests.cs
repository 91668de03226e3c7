using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Training;

[Collection(AloneInProcess.Name)]
public sealed class AccumulationTests
{
    private const int Features = 5;

    [Fact]
    public void Accumulating_micro_batches_gives_the_update_of_the_whole_batch() =>
        Gen.Select(Gen.Int[2, 30], Gen.Int[1, 9], Gen.Bool, Gen.Bool, Gen.Int[0, 1000]).Sample(
            (samples, microBatch, masked, weighted, seed) =>
            {
                using DisposeScope scope = NewDisposeScope();
                (string, Tensor)[] fields = Fields(samples, masked, weighted, seed);
                double[] whole = Moved(fields, samples, 1);
                double[] accumulated = Moved(fields, microBatch, (samples + microBatch - 1) / microBatch);

                double apart = Math.Sqrt(whole.Zip(accumulated, (a, b) => (a - b) * (a - b)).Sum());
                double size = Math.Sqrt(whole.Sum(a => a * a));
                Assert.True(apart <= 1e-6 * size, $"{apart / size:G3} apart");
            },
            iter: 60,
            threads: 1);

    [Fact]
    public void A_window_that_holds_nothing_but_masked_places_makes_no_update()
    {
        using DisposeScope scope = NewDisposeScope();
        (string, Tensor)[] fields = [("inputs", randn(8, Features)), ("target", randn(8, 1)), ("mask", cat([ones(4, 1), zeros(4, 1)]))];
        using DataSplit data = Recipes.Values(Features, fields);
        Recipe recipe = Recipe(4, 1) with { Epochs = 3 };
        using var trainer = new Trainer(recipe, data);
        var updated = new List<bool>();
        trainer.Observers.Add(new Watcher { Step = report => updated.Add(report.Updated) });
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);

        Assert.Equal([true, false, true, false, true, false], updated);
        Assert.Equal((3, 3), (report.Steps, report.Epochs));
        Assert.Equal(TrainingStatus.Completed, report.Status);
    }

    [Fact]
    public void Data_in_which_nothing_counts_are_refused_instead_of_trained_on_for_ever()
    {
        using DisposeScope scope = NewDisposeScope();
        using DataSplit data = Recipes.Values(Features, ("inputs", randn(8, Features)), ("target", randn(8, 1)), ("mask", zeros(8, 1)));
        using var trainer = new Trainer(Recipe(4, 1) with { Epochs = null, Steps = 10 }, data);

        Assert.Equal("data", Assert.Throws<RecipeException>(() => trainer.Run(TestContext.Current.CancellationToken)).Path);
    }

    [Fact]
    public void A_loss_that_does_not_decompose_over_samples_refuses_accumulation_before_training()
    {
        Recipe recipe = Recipe(4, 1) with { Loss = new BatchWide() };
        using DataSplit data = Recipes.Numbered(8);
        RecipeException refusal = Assert.Throws<RecipeException>(() => new Trainer(recipe with { Accumulation = 2 }, data));

        Assert.Equal("accumulation", refusal.Path);
        new Trainer(recipe, data).Dispose();
    }

    /// <summary>What one epoch does to the weights, which for plain gradient descent at rate 1 is the gradient of each update.</summary>
    private static double[] Moved((string, Tensor)[] fields, int batch, int accumulation)
    {
        using DataSplit data = Recipes.Values(Features, [.. fields.Select(field => (field.Item1, field.Item2.clone()))]);
        using var trainer = new Trainer(Recipe(batch, accumulation), data);
        double[] before = Numbers(trainer);
        trainer.Run(TestContext.Current.CancellationToken);
        Assert.Equal(1, trainer.Session.Steps);
        return [.. Numbers(trainer).Zip(before, (after, start) => after - start)];
    }

    private static double[] Numbers(Trainer trainer) =>
        [.. trainer.Session.Model.parameters().SelectMany(parameter => parameter.detach().to_type(ScalarType.Float64).flatten().data<double>())];

    private static Recipe Recipe(int batch, int accumulation) => Recipes.Small with
    {
        Model = new MlpSpec { Hidden = [6], Activation = new Athanor.Activations.Tanh() },
        Loss = new MseLoss(),
        Optimizer = new Sgd { Lr = 1 },
        Sampler = new SequentialSampler(),
        BatchSize = batch,
        Accumulation = accumulation,
        Epochs = 1,
    };

    private static (string, Tensor)[] Fields(int samples, bool masked, bool weighted, int seed)
    {
        using var random = new Generator((ulong)seed);
        var fields = new List<(string, Tensor)> { ("inputs", randn(samples, Features, generator: random)), ("target", randn(samples, 1, generator: random)) };
        if (masked)
        {
            Tensor mask = (rand(samples, 1, generator: random) > 0.4).to_type(ScalarType.Float32);
            mask[0] = 1;
            fields.Add(("mask", mask));
        }

        if (weighted)
        {
            fields.Add(("weight", rand(samples, generator: random) + 0.1));
        }

        return [.. fields];
    }

    private sealed record BatchWide : LossSpec
    {
        public override bool DecomposesOverSamples => false;

        protected override LossInput Fit(in LossInput x) => x;

        protected override LossTerms Evaluate(in LossInput x) => x.PerSample(x.Prediction.sum(1));
    }
}
