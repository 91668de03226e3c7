using Athanor.Models;
using Athanor.Specs;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Guide.Tests;

/// <summary>The guide's activation does what its text promises.</summary>
public sealed class SnakeTests
{
    [Fact]
    public void It_is_its_formula_and_its_gradient_that_of_central_differences()
    {
        using var scope = NewDisposeScope();
        using var module = new Snake { Frequency = 2 }.Build();
        double At(double x) => module.call(full([1], x, ScalarType.Float64)).item<double>();
        Assert.Equal(1.5 + (Math.Pow(Math.Sin(3), 2) / 2), At(1.5), 1e-12);
        Tensor input = full([1], 0.7, ScalarType.Float64).requires_grad_();
        module.call(input).backward();
        Assert.Equal((At(0.7 + 1e-6) - At(0.7 - 1e-6)) / 2e-6, input.grad!.item<double>(), 1e-8);
    }

    [Fact]
    public void A_document_chooses_it_by_name_and_it_trains()
    {
        Recipe recipe = SpecReader.Read<Recipe>(DocumentReader.Parse(
            "{ data: airline, model: { mlp: { hidden: [16], activation: { snake: { frequency: 0.5 } } } }, loss: mse, optimizer: { adamw: { lr: 0.01 } }, epochs: 50 }"));
        Assert.Equal(new Snake { Frequency = 0.5 }, ((MlpSpec)recipe.Model).Activation);
        using var trainer = new Trainer(recipe);
        RunReport report = trainer.Run(TestContext.Current.CancellationToken);
        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.True(report.Metrics["test/loss"] < report.Metrics["constant/test/loss"]);
    }

    [Fact]
    public void Its_options_are_checked_by_their_place() =>
        Assert.Equal("snake.frequency: 0 is not greater than 0", Assert.Throws<RecipeException>(() =>
            SpecReader.Read<Athanor.Activations.ActivationSpec>(DocumentReader.Parse("snake: { frequency: 0 }"))).Message);
}
