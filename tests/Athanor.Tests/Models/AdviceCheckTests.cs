using Athanor.Activations;
using Athanor.Data;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Specs;

namespace Athanor.Tests.Models;

public sealed class AdviceCheckTests
{
    public static TheoryData<string, TaskKind, int, string> Against => new()
    {
        { "mlp: { hidden: { width: 8, depth: 5 }, activation: sigmoid }", TaskKind.MultiClass, 32, "hidden-activation model.activation" },
        { "mlp: { hidden: { width: 8, depth: 9 }, activation: tanh }", TaskKind.Binary, 32, "hidden-activation model.activation" },
        { "mlp: { activation: identity }", TaskKind.Regression, 32, "hidden-activation model.activation" },
        { "convnet: { activation: softmax }", TaskKind.MultiClass, 32, "hidden-activation model.activation" },
        { "mlp: { outputActivation: sigmoid }", TaskKind.Regression, 32, "output-activation model.outputActivation" },
        { "mlp: { outputActivation: sigmoid }", TaskKind.Binary, 32, "output-activation model.outputActivation" },
        { "mlp: { outputActivation: softmax }", TaskKind.Binary, 32, "output-activation model.outputActivation" },
        { "mlp: { outputActivation: relu }", TaskKind.MultiClass, 32, "output-activation model.outputActivation" },
        { "mlp: { normalization: batch }", TaskKind.MultiClass, 4, "small-batch-norm model.normalization" },
        { "resnet", TaskKind.MultiClass, 2, "small-batch-norm model.normalization" },
        { "recurrent: { normalization: batch }", TaskKind.Regression, 32, "padded-batch-norm model.normalization" },
    };

    public static TheoryData<string, TaskKind, int> With => new()
    {
        { "mlp", TaskKind.MultiClass, 32 },
        { "mlp: { activation: sigmoid }", TaskKind.MultiClass, 32 },
        { "mlp: { hidden: { width: 8, depth: 20 }, activation: sigmoid, normalization: batch }", TaskKind.MultiClass, 32 },
        { "mlp: { hidden: { width: 8, depth: 20 }, activation: tanh, residual: true }", TaskKind.MultiClass, 32 },
        { "mlp: { hidden: { width: 8, depth: 20 }, activation: mish }", TaskKind.MultiClass, 32 },
        { "mlp: { hidden: [], activation: identity }", TaskKind.Regression, 32 },
        { "mlp: { outputActivation: softmax }", TaskKind.MultiClass, 32 },
        { "mlp: { normalization: layer }", TaskKind.MultiClass, 2 },
        { "resnet", TaskKind.MultiClass, 32 },
        { "recurrent: { normalization: masked-batch }", TaskKind.Regression, 32 },
    };

    [Theory]
    [MemberData(nameof(Against))]
    public void What_goes_against_the_advice_is_told_once_with_what_to_take_instead(string document, TaskKind task, int batchSize, string expected)
    {
        (string code, string path, string message) = Assert.Single(Found(document, task, batchSize));
        Assert.Equal(expected, $"{code} {path}");
        Assert.Contains("take ", message);
    }

    [Theory]
    [MemberData(nameof(With))]
    public void What_is_as_advised_or_may_well_be_meant_so_is_not(string document, TaskKind task, int batchSize) => Assert.Empty(Found(document, task, batchSize));

    [Fact]
    public void All_samples_in_one_batch_are_not_few() =>
        Assert.Empty(AdviceCheck.Of(new MlpSpec { Normalization = new BatchNorm(), Activation = new SiLU() }, TaskKind.MultiClass, null, new RecipePath("model")));

    private static IEnumerable<(string Code, string Path, string Message)> Found(string document, TaskKind task, int batchSize) =>
        AdviceCheck.Of(SpecReader.Read<ModelSpec>(DocumentReader.Parse(document)), task, batchSize, new RecipePath("model"));
}
