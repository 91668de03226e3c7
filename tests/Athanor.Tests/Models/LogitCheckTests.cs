using Athanor.Activations;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Models;

public sealed class LogitCheckTests
{
    private static readonly RecipePath At = new("model");

    [Fact]
    public void A_model_that_ends_in_what_its_loss_applies_is_refused_with_the_way_out()
    {
        var refusal = Assert.Throws<RecipeException>(() => LogitCheck.Refuse(new MlpSpec { OutputActivation = new Softmax() }, new CrossEntropy(), At));
        Assert.Equal("model: model already ends in softmax, which cross-entropy applies itself; remove outputActivation", refusal.Message);
        Assert.Throws<RecipeException>(() => LogitCheck.Refuse(new MlpSpec { OutputActivation = new LogSoftmax() }, new CrossEntropy(), At));
        Assert.Throws<RecipeException>(() => LogitCheck.Refuse(new ConvNetSpec { OutputActivation = new Sigmoid() }, new BceWithLogits(), At));
    }

    [Fact]
    public void Logits_and_activations_that_the_loss_does_not_contain_pass()
    {
        LogitCheck.Refuse(new MlpSpec(), new CrossEntropy(), At);
        LogitCheck.Refuse(new MlpSpec { OutputActivation = new Sigmoid() }, new MseLoss(), At);
        LogitCheck.Refuse(new MlpSpec { OutputActivation = new Tanh() }, new CrossEntropy(), At);
    }

    [Fact]
    public void A_module_of_the_user_s_own_is_looked_at_by_its_last_part()
    {
        using var ends = Sequential(Linear(2, 2), Sequential(ReLU(), Softmax(1)));
        using var passes = Sequential(Softmax(1), Linear(2, 2));
        Assert.Throws<RecipeException>(() => LogitCheck.Refuse(ends, new CrossEntropy(), At));
        LogitCheck.Refuse(ends, new BceWithLogits(), At);
        LogitCheck.Refuse(passes, new CrossEntropy(), At);
    }
}
