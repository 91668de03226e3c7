using Athanor.Losses;
using Athanor.Specs;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Guide.Tests;

/// <summary>The guide's loss does what its text promises.</summary>
public sealed class CauchyLossTests
{
    [Fact]
    public void It_is_the_mean_of_its_formula_over_what_the_mask_leaves()
    {
        using var scope = NewDisposeScope();
        Tensor loss = UseCauchy.ByItself(tensor(new[] { 1f, 5f, 2f }), tensor(new[] { 0f, float.NaN, 2f }), tensor(new[] { 1f, 0f, 1f }));
        Assert.Equal(Math.Log(1 + (1 / 0.25)) / 2, loss.item<float>(), 1e-6);
    }

    [Fact]
    public void Its_gradient_is_that_of_central_differences_and_fades_for_outliers()
    {
        using var scope = NewDisposeScope();
        Tensor prediction = tensor(new[] { 0.3, -1.0, 100.0 }).requires_grad_();
        Tensor target = zeros(3, ScalarType.Float64);
        new CauchyLoss().Reduce(new LossInput(prediction, target), Reduction.Sum).backward();
        double At(double x) => new CauchyLoss().Reduce(new LossInput(full([1], x, ScalarType.Float64), zeros(1, ScalarType.Float64)), Reduction.Sum).item<double>();
        Assert.Equal((At(0.3 + 1e-6) - At(0.3 - 1e-6)) / 2e-6, prediction.grad![0].item<double>(), 1e-6);
        Assert.True(prediction.grad![2].item<double>() < prediction.grad![0].item<double>());
    }

    [Fact]
    public void A_document_chooses_it_by_name_and_gives_the_recipe_that_C_sharp_gives()
    {
        Recipe written = SpecReader.Load<Recipe>(Path.Combine(AppContext.BaseDirectory, "cauchy.yaml"));

        Assert.Equal(new CauchyLoss { Scale = 0.5 }, written.Loss);
        Assert.Equal(UseCauchy.InARecipe().Fingerprint(), written.Fingerprint());
        Assert.NotEqual(UseCauchy.InARecipe().Fingerprint(), (written with { Loss = new CauchyLoss() }).Fingerprint());
    }

    [Fact]
    public void It_trains()
    {
        using var trainer = new Trainer(UseCauchy.InARecipe());
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);

        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.True(report.Metrics["test/loss"] < report.Metrics["constant/test/loss"] / 2);
    }

    [Fact]
    public void What_the_user_gets_wrong_is_refused_in_one_line()
    {
        var refusal = Assert.Throws<RecipeException>(() => SpecReader.Read<Recipe>(DocumentReader.Parse(
            "{ data: airline, model: mlp, loss: { cauchy: { scal: 2 } }, optimizer: adamw }")));
        Assert.Equal("loss.cauchy.scal: unknown key; did you mean 'scale'?", refusal.Message);
        Assert.Equal("loss.cauchy.scale: -1 is not greater than 0", Assert.Throws<RecipeException>(() => SpecReader.Read<Recipe>(DocumentReader.Parse(
            "{ data: airline, model: mlp, loss: { cauchy: { scale: -1 } }, optimizer: adamw }"))).Message);
        using var scope = NewDisposeScope();
        Assert.Equal(
            "loss cauchy: prediction [4 batch, 2] and target [4 batch] differ",
            Assert.Throws<RecipeException>(() => new CauchyLoss().Terms(new LossInput(zeros(4, 2), zeros(4)))).Message);
    }
}
