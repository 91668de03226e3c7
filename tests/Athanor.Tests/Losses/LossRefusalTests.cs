using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Tests.Losses;

/// <summary>What users get wrong: one line each, with the shapes or the sample.</summary>
[Collection(GeneratorCollection.Name)]
public sealed class LossRefusalTests
{
    /// <summary>A loss, a target that it can't judge, and the refusal.</summary>
    public static TheoryData<string, double, string> BadTargets => new()
    {
        { "poisson-nll", -3, "target -3 of sample 1 is not a count, which is 0 or more" },
        { "tweedie", -0.5, "target -0.5 of sample 1 is not an amount, which is 0 or more" },
        { "msle", -1, "target -1 of sample 1 is not above −1, where 1 + target has a logarithm; take mse" },
        { "bce-with-logits", 1.5, "target 1.5 of sample 1 is not within [0, 1]" },
        { "focal", 0.5, "target 0.5 of sample 1 is not 0 or 1" },
        { "dice", 2, "target 2 of sample 1 is not within [0, 1]" },
        { "tversky", -1, "target -1 of sample 1 is not within [0, 1]" },
        { "hinge", 0, "target 0 of sample 1 is not 1 or −1; where the data say 0 and 1, write labels: zero-one" },
        { "squared-hinge", 0, "target 0 of sample 1 is not 1 or −1; where the data say 0 and 1, write labels: zero-one" },
        { "kl-divergence", 1.1, "target 1.1 of sample 1 is not a probability within [0, 1]" },
    };

    [Theory]
    [MemberData(nameof(BadTargets))]
    public void A_target_that_a_loss_cannot_judge_is_refused_before_training_and_in_C_sharp(string name, double wrong, string problem)
    {
        using var scope = NewDisposeScope();
        var loss = SpecReader.Read<LossSpec>(DocumentReader.Parse($"'{name}'"));
        Tensor targets = ones(4, 1, ScalarType.Float64);
        targets[1] = wrong;
        var samples = new Batch(4, [new(BatchFields.Target, targets), new(BatchFields.SampleIndex, arange(4))]);
        var task = new TaskInfo(TaskKind.Regression, [2], 1);
        Assert.Equal($"loss: {problem}", Assert.Throws<RecipeException>(() => loss.CheckTargets(samples, task, new RecipePath("loss"))).Message);
        var input = new LossInput(zeros(4, 1, ScalarType.Float64), targets);
        string inCSharp = $"loss {name}: {problem} (prediction [4 batch, 1], target [4 batch, 1])";
        Assert.Equal(inCSharp, Assert.Throws<RecipeException>(() => loss.Reduce(input, Reduction.Mean)).Message);
        Assert.Equal(inCSharp, Assert.Throws<RecipeException>(() => loss.Terms(input)).Message);

        // Behind a mask it may stand.
        Tensor mask = tensor(new[] { 1.0, 0, 1, 1 });
        loss.CheckTargets(samples.With(BatchFields.Mask, mask), task, new RecipePath("loss"));
        loss.Reduce(new LossInput(zeros(4, 1, ScalarType.Float64), targets, mask), Reduction.Mean);
    }

    [Theory]
    [InlineData("cross-entropy")]
    [InlineData("nll")]
    [InlineData("multi-margin")]
    public void A_label_outside_the_classes_is_refused(string name)
    {
        using var scope = NewDisposeScope();
        var loss = SpecReader.Read<LossSpec>(DocumentReader.Parse($"'{name}'"));
        Tensor labels = tensor(new long[] { 0, 4, 2 });
        var task = new TaskInfo(TaskKind.MultiClass, [2], 3);
        var samples = new Batch(3, [new(BatchFields.Target, labels)]);
        Assert.Equal("loss: label 4 of sample 1 is not among the 3 classes 0…2", Assert.Throws<RecipeException>(() => loss.CheckTargets(samples, task, new RecipePath("loss"))).Message);
        var input = new LossInput(zeros(3, 3), labels);
        string inCSharp = $"loss {name}: label 4 of sample 1 is not among the 3 classes 0…2 (prediction [3 batch, 3], target [3 batch])";
        Assert.Equal(inCSharp, Assert.Throws<RecipeException>(() => loss.Reduce(input, Reduction.Mean)).Message);
        Assert.Equal(inCSharp, Assert.Throws<RecipeException>(() => loss.Terms(input)).Message);
        Assert.Equal(inCSharp, Assert.Throws<RecipeException>(() => loss.TermsOfChecked(input)).Message);
        Assert.Contains("are values, not", Assert.Throws<RecipeException>(() => loss.CheckTargets(new Batch(3, [new(BatchFields.Target, zeros(3, 1))]), task, new RecipePath("loss"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_that_is_not_0_or_1_is_refused_with_its_shape()
    {
        using var scope = NewDisposeScope();
        Tensor mask = ones(4, 3);
        mask[2, 1] = 0.5f;
        const string problem = "mask [4 batch, 3] holds 0.5 at sample 2; a mask is 0 or 1 (for other weights give 'weight')";
        Assert.Equal($"loss smape: {problem}", Assert.Throws<RecipeException>(() => new SmapeLoss().Terms(new LossInput(ones(4, 3), ones(4, 3), mask))).Message);
        var samples = new Batch(4, [new(BatchFields.Target, ones(4, 3)), new(BatchFields.Mask, mask)]);
        Assert.Equal($"loss: {problem}", Assert.Throws<RecipeException>(() => new SmapeLoss().CheckTargets(samples, new TaskInfo(TaskKind.Regression, [2], 3), new RecipePath("loss"))).Message);
        new SmapeLoss().Terms(new LossInput(ones(4, 3), ones(4, 3), mask > 0.7));
    }

    [Fact]
    public void A_frequency_that_a_series_does_not_outlast_is_refused_with_its_shape()
    {
        using var scope = NewDisposeScope();
        var loss = new MaseLoss { Frequency = 24 };
        var input = new LossInput(ones(5, 3), ones(5, 3));
        const string problem = "the in-sample part [5 batch, 24] must be [series, past] and longer than the frequency 24";
        Assert.Equal($"loss mase: {problem}", Assert.Throws<RecipeException>(() => loss.Terms(input.With(MaseLoss.InSample, ones(5, 24)))).Message);
        var samples = new Batch(5, [new(BatchFields.Target, ones(5, 3)), new(MaseLoss.InSample, ones(5, 24))]);
        Assert.Equal(
            $"loss.frequency: {problem}",
            Assert.Throws<RecipeException>(() => loss.CheckTargets(samples, new TaskInfo(TaskKind.Regression, [2], 3), new RecipePath("loss"))).Message);
        loss.Terms(input.With(MaseLoss.InSample, ones(5, 25)));
    }

    [Fact]
    public void Tensors_of_unlike_shape_are_refused_with_both_named()
    {
        using var scope = NewDisposeScope();
        static string Refusal(LossSpec loss, LossInput input) => Assert.Throws<RecipeException>(() => loss.Terms(input)).Message;
        Assert.Equal("loss smape: prediction [4 batch, 3] and target [4 batch, 2] differ", Refusal(new SmapeLoss(), new(ones(4, 3), ones(4, 2))));
        Assert.Equal("loss triplet: prediction [4 batch, 3] and negative [4 batch, 2] differ", Refusal(new TripletLoss(), new LossInput(ones(4, 3)).With("positive", ones(4, 3)).With("negative", ones(4, 2))));
        Assert.Equal("loss vae-elbo: mean [4 batch, 3] and log-variance [4 batch, 2] differ", Refusal(new VaeElbo(), new LossInput(ones(4, 3), ones(4, 3)).With("mean", ones(4, 3)).With("log-variance", ones(4, 2))));
        Assert.Equal("loss gan-hinge: prediction [4 batch, 1] and real [3 batch, 1] differ", Refusal(new GanHinge(), new LossInput(ones(4, 1)).With("real", ones(3, 1))));
        Assert.Equal("loss quantile: prediction [4 batch, 3] is not target [4 batch] with an axis of 2 quantiles behind it", Refusal(new QuantileLoss { Quantiles = [0.1, 0.9] }, new(ones(4, 3), ones(4))));
        Assert.Equal("loss cross-entropy: 2 weights for 3 classes; give one for each class", Refusal(new CrossEntropy { Weight = [1, 2] }, new(ones(4, 3), zeros(4, ScalarType.Int64))));
        Assert.Equal("loss info-nce: needs 'key', which neither the batch nor the model gives; in C# hand it over by LossInput.With", Refusal(new InfoNce(), new(ones(4, 3))));
        Assert.Equal("loss bce-with-logits: 2 weights for 3 logits of prediction [4 batch, 3]; give one for each or one for all", Refusal(new BceWithLogits { PosWeight = [1, 2] }, new(ones(4, 3), ones(4, 3))));
        Assert.Equal("loss mse: there is no target to compare with", Refusal(new MseLoss(), new(ones(4, 3))));
    }

    [Fact]
    public void A_timestep_beyond_the_steps_and_a_variance_below_0_are_refused_by_sample()
    {
        using var scope = NewDisposeScope();
        LossInput diffusion = new LossInput(ones(3, 2)).With(DiffusionLoss.X0, ones(3, 2)).With(DiffusionLoss.Noise, ones(3, 2))
            .With(DiffusionLoss.Timestep, tensor(new long[] { 0, 1, 4 })).With(DiffusionLoss.AlphaBar, ones(4));
        Assert.Equal("loss diffusion: timestep 4 of sample 2 is not among the 4 steps 0…3 of alpha-bar", Assert.Throws<RecipeException>(() => new DiffusionLoss().Terms(diffusion)).Message);
        Tensor variance = ones(3, 2);
        variance[1, 0] = -0.5f;
        LossInput Gaussian(Tensor? mask) => new LossInput(ones(3, 2), ones(3, 2), mask).With(GaussianNll.Variance, variance);
        Assert.Equal(
            "loss gaussian-nll: variance [3 batch, 2] holds -0.5 at sample 1; let the model end in softplus or an exponential there",
            Assert.Throws<RecipeException>(() => new GaussianNll().Terms(Gaussian(null))).Message);
        new GaussianNll().Terms(Gaussian(tensor(new[] { 1f, 0, 1 })));
    }

    [Fact]
    public void Probabilities_take_a_negative_ignoreIndex_which_no_class_has()
    {
        using var scope = NewDisposeScope();
        var input = new LossInput(zeros(2, 3), full(2, 3, 1 / 3.0));
        Assert.Equal(Math.Log(3), new CrossEntropy { IgnoreIndex = -100 }.Reduce(input, Reduction.Mean).item<float>(), 1e-5);
        Assert.EndsWith("no class 1 can be ignored; remove ignoreIndex", Assert.Throws<RecipeException>(() => new CrossEntropy { IgnoreIndex = 1 }.Terms(input)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_for_another_task_is_refused_with_the_one_to_take()
    {
        using var scope = NewDisposeScope();
        static string Refusal(LossSpec loss, Tensor targets, TaskInfo task) => Assert.Throws<RecipeException>(
            () => loss.CheckTargets(new Batch(4, [new(BatchFields.Target, targets)]), task, new RecipePath("loss"))).Message;
        Assert.Equal("loss: the task is yes or no, which one logit answers; take bce-with-logits", Refusal(new CrossEntropy(), ones(4, 1), new TaskInfo(TaskKind.Binary, [2], 1)));
        var classes = new TaskInfo(TaskKind.MultiClass, [2], 3);
        const string problem = "loss: the targets are class indexes, not the probabilities of all classes that {0} takes; take cross-entropy";
        Assert.Equal(problem.Replace("{0}", "kl-divergence", StringComparison.Ordinal), Refusal(new KlDivergence(), ones(4, ScalarType.Int64), classes));
        Assert.Equal(problem.Replace("{0}", "jensen-shannon", StringComparison.Ordinal), Refusal(new JensenShannon(), ones(4, ScalarType.Int64), classes));
        Assert.Equal("loss: one logit has nothing to be compared with; take bce-with-logits for yes or no", Refusal(new JensenShannon(), ones(4, 1), new TaskInfo(TaskKind.Binary, [2], 1)));
    }

    [Theory]
    [InlineData("triplet", "loss: triplet needs 'positive' and 'negative', which neither these data (inputs, target) nor this model give; take a model that gives them as further outputs, or use the loss from C#")]
    [InlineData("gaussian-nll", "loss: gaussian-nll needs 'variance', which neither these data (inputs, target) nor this model give; take a model that gives it as a further output, or use the loss from C#")]
    [InlineData("msle", "loss: target -2 of sample 4100 is not above −1, where 1 + target has a logarithm; take mse")]
    public void A_recipe_that_cannot_train_is_refused_before_it_does(string loss, string message)
    {
        using var data = new DataSplit(new TaskInfo(TaskKind.Regression, [1], 1), new TensorDataset(Inputs(), Targets()));
        var recipe = new Recipe
        {
            Data = new Athanor.Data.Tasks.Airline(),
            Model = new MlpSpec(),
            Loss = SpecReader.Read<LossSpec>(DocumentReader.Parse($"'{loss}'")),
            Optimizer = new AdamW(),
        };
        Assert.Equal(message, Assert.Throws<RecipeException>(() => new Trainer(recipe, data).Dispose()).Message);
    }

    [Fact]
    public void A_model_that_does_not_end_in_what_a_loss_takes_is_refused()
    {
        var at = new RecipePath("model");
        Assert.Equal(
            "model: model ends in identity, but nll takes what log-softmax gives; write outputActivation: log-softmax",
            Assert.Throws<RecipeException>(() => LogitCheck.Refuse(new MlpSpec(), new NllLoss(), at)).Message);
        LogitCheck.Refuse(new MlpSpec { OutputActivation = new Athanor.Activations.LogSoftmax() }, new NllLoss(), at);
        Assert.Throws<RecipeException>(() => LogitCheck.Refuse(new MlpSpec { OutputActivation = new Athanor.Activations.Sigmoid() }, new FocalLoss(), at));
        Assert.Throws<RecipeException>(() => LogitCheck.Refuse(new MlpSpec { OutputActivation = new Athanor.Activations.Sigmoid() }, new DiceLoss(), at));
    }

    [Theory]
    [InlineData("rmse")]
    [InlineData("{ dice: { overBatch: true } }")]
    public void Accumulation_refuses_a_loss_that_judges_a_batch_as_a_whole(string loss) =>
        Assert.Contains("not the sum of its samples' own", Assert.Throws<RecipeException>(() => SpecReader.Read<Recipe>(DocumentReader.Parse(
            $"{{ data: airline, model: mlp, loss: {loss}, optimizer: adamw, accumulation: 2 }}"))).Message, StringComparison.Ordinal);

    private static Tensor Inputs() => zeros(4200, 1);

    private static Tensor Targets()
    {
        Tensor targets = zeros(4200, 1);
        targets[4100] = -2;
        return targets;
    }
}
