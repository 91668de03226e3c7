using Athanor.Models;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Models;

public sealed class CustomModelTests
{
    [Fact]
    public void Options_are_part_of_the_document_and_the_module_is_made_from_them()
    {
        using var scope = NewDisposeScope();
        CustomModel spec = ModelSpec.Custom("narrow", new { Width = 7 }, (o, task) => Sequential(Linear(task.InputShape[0], o.Width), ReLU(), Linear(o.Width, task.Outputs)));
        Assert.Equal("""{"custom":{"name":"narrow","options":{"width":7}}}""", SpecWriter.ToJson<ModelSpec>(spec));
        using Module model = spec.Build(ModelFixtures.Classes(2, 3));
        Assert.Equal([4, 2], model.Predict(ModelFixtures.Batch(randn(4, 3))).shape);
        Assert.Equal((3 * 7) + 7 + (7 * 2) + 2, model.Parameters());
    }

    [Fact]
    public void Name_and_options_alone_decide_equality()
    {
        CustomModel Make(string name, int width) => ModelSpec.Custom(name, new { width }, o => Linear(3, o.width));
        Assert.Equal(Make("a", 1), Make("a", 1));
        Assert.NotEqual(Make("a", 1), Make("a", 2));
        Assert.NotEqual(Make("a", 1), Make("b", 1));
    }

    [Fact]
    public void A_document_builds_what_the_program_made_known()
    {
        CustomModels.Register<Dictionary<string, int>>("from-a-document", (options, task) => Linear(task.InputShape[0], options["width"]));
        ModelSpec spec = SpecReader.Read<ModelSpec>(DocumentReader.Parse("custom: { name: from-a-document, options: { width: 5 } }").Root, new RecipePath("model"));
        using Module model = spec.Build(ModelFixtures.Classes(2, 3));
        Assert.Equal(20, model.Parameters());
    }

    [Fact]
    public void A_document_that_names_an_unknown_model_is_told_how_to_make_it_known()
    {
        ModelSpec spec = SpecReader.Read<ModelSpec>(DocumentReader.Parse("custom: { name: nobody }").Root, new RecipePath("model"));
        var refusal = Assert.Throws<RecipeException>(() => spec.Build(ModelFixtures.Classes(2, 3)));
        Assert.Contains("no custom model 'nobody' is known in this program; register it with CustomModels.Register", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delegate_that_captures_is_known_and_one_that_does_not_is_not_accused()
    {
        int width = 7;
        Assert.True(ModelSpec.Custom("captures", new { }, _ => Linear(3, width)).CapturesState);
        Assert.False(ModelSpec.Custom("captures-nothing", new { width }, o => Linear(3, o.width)).CapturesState);
        Assert.False(ModelSpec.Custom("static", new Options(3), Build).CapturesState);
    }

    [Fact]
    public void Modules_that_read_neither_batches_nor_tensors_are_refused()
    {
        using var embedding = new EmptyModule();
        Assert.Throws<ArgumentException>(() => BatchModel.Of(embedding));
    }

    private static Module Build(Options options) => Linear(options.Width, 2);

    private sealed record Options(int Width);

    private sealed class EmptyModule() : Module("empty");
}
