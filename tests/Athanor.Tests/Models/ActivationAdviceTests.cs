using Athanor.Models;
using Athanor.Specs;

namespace Athanor.Tests.Models;

public sealed class ActivationAdviceTests
{
    [Theory]
    [InlineData(AdviceTask.Regression, "mse", "identity", "relu, leaky-relu")]
    [InlineData(AdviceTask.Binary, "bce-with-logits", "sigmoid", "relu, leaky-relu, tanh")]
    [InlineData(AdviceTask.MultiClass, "cross-entropy", "softmax", "relu, swish")]
    [InlineData(AdviceTask.MultiLabel, "bce-with-logits", "sigmoid", "relu, leaky-relu, tanh")]
    public void Each_task_has_its_loss_prediction_and_hidden_activations(AdviceTask task, string loss, string prediction, string hidden)
    {
        Assert.Equal(loss, Choices(task, "loss")[0]);
        Assert.Equal(prediction, Choices(task, "prediction")[0]);
        Assert.Equal(hidden, string.Join(", ", Choices(task, "hidden layers")));
        Assert.StartsWith("linear", Choices(task, "output layer")[0]);
    }

    [Theory]
    [InlineData(20, false, "relu, leaky-relu, prelu, swish")]
    [InlineData(20, true, "leaky-relu, prelu, swish, relu")]
    [InlineData(ActivationAdvice.Deep, false, "relu, leaky-relu, prelu, swish")]
    public void Deep_nets_take_what_keeps_a_slope_and_where_units_die_what_keeps_one_below_0_first(int depth, bool dying, string hidden) =>
        Assert.All(Enum.GetValues<AdviceTask>(), task => Assert.Equal(hidden, string.Join(", ", Choices(task, "hidden layers", depth, dying))));

    [Fact]
    public void Every_line_has_a_reason_and_a_page_that_exists() =>
        Assert.All(
            from task in Enum.GetValues<AdviceTask>()
            from depth in new[] { 0, 2, 9 }
            from dying in new[] { false, true }
            from line in ActivationAdvice.For(task, depth, dying)
            select line,
            line =>
            {
                Assert.True(line.Reason.Length > 10);
                Assert.Contains(TermIndex.Default.Pages, page => page.Page == line.Page);
            });

    [Fact]
    public void A_model_without_hidden_layers_gets_no_advice_on_them() =>
        Assert.DoesNotContain(ActivationAdvice.For(AdviceTask.Binary, 0), line => line.Topic == "hidden layers");

    private static ValueList<string> Choices(AdviceTask task, string topic, int depth = 2, bool dying = false) =>
        ActivationAdvice.For(task, depth, dying).Single(line => line.Topic == topic).Choices;
}
