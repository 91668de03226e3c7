using Athanor.Activations;
using Athanor.Data;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Specs;
using CsCheck;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Models;

public sealed class ImageModelTests
{
    private static readonly Gen<NormalizationSpec> Normalizations =
        Pick.From<NormalizationSpec>(new NoNormalization(), new BatchNorm(), new LayerNorm());

    private static readonly Gen<ModelSpec> Specs = Gen.OneOf(
        from channels in Pick.From(2, 5).Array[0, 3]
        from kernel in Pick.From(1, 3, 5)
        from pooling in Pick.From(1, 2)
        from head in Pick.From(3, 7).Array[0, 2]
        from normalization in Normalizations
        from dropout in Pick.From(0, 0.3)
        select (ModelSpec)new ConvNetSpec
        {
            Channels = [.. channels],
            Kernel = kernel,
            Pooling = pooling,
            Head = [.. head],
            Normalization = normalization,
            Dropout = dropout,
            Activation = new Tanh(),
        },
        from widths in Pick.From(2, 4).Array[1, 3]
        from blocks in Gen.Int[1, 2]
        from stride in Gen.Int[1, 2]
        from normalization in Normalizations
        select (ModelSpec)new ResNetSpec { Widths = [.. widths], Blocks = blocks, StemStride = stride, Normalization = normalization });

    [Fact]
    public void Any_combination_of_options_reads_images_with_and_without_channels_and_gives_every_parameter_a_gradient() =>
        Gen.Select(Specs, Gen.Bool).Sample(
            (spec, channels) =>
            {
                using var scope = NewDisposeScope();
                TaskInfo task = channels ? ModelFixtures.Classes(4, 3, 12, 8) : ModelFixtures.Classes(4, 12, 8);
                using Module model = spec.Build(task);
                Tensor output = model.Predict(ModelFixtures.Batch(task.Inputs(5)));
                Assert.Equal([5, 4], output.shape);
                output.square().sum().backward();
                Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is not null, $"{p.name} got no gradient"));
                model.eval();
                Tensor inputs = task.Inputs(3);
                Assert.True(model.Predict(ModelFixtures.Batch(inputs)).eq(model.Predict(ModelFixtures.Batch(inputs))).all().item<bool>());
            },
            iter: 60);

    [Fact]
    public void The_default_convnet_has_the_parameters_of_the_closed_form()
    {
        using Module model = new ConvNetSpec().Build(ModelFixtures.Classes(10, 1, 28, 28));
        Assert.Equal((16 * 9) + 16 + (32 * 16 * 9) + 32 + (((32 * 7 * 7) + 1) * 10), model.Parameters());
    }

    [Fact]
    public void The_default_resnet_has_the_parameters_of_the_closed_form()
    {
        static long Block(long from, long to) => (from * to * 9) + (to * to * 9) + (4 * to) + (from == to ? 0 : (from * to) + (2 * to));
        using Module model = new ResNetSpec().Build(ModelFixtures.Classes(10, 28, 28));
        Assert.Equal((16 * 9) + 32 + Block(16, 16) + Block(16, 32) + Block(32, 64) + (65 * 10), model.Parameters());
    }

    [Fact]
    public void Inputs_that_are_no_images_are_refused_with_what_would_suit()
    {
        var refusal = Assert.Throws<RecipeException>(() => new ResNetSpec().Build(ModelFixtures.Classes(10, 784)));
        Assert.Equal("model: reads images, [channels, height, width], but the data's inputs are [784]; take data of images, or an mlp", refusal.Message);
    }

    [Fact]
    public void Images_too_small_for_the_poolings_are_refused()
    {
        var refusal = Assert.Throws<RecipeException>(() => new ConvNetSpec { Channels = [4, 4, 4, 4] }.Build(ModelFixtures.Classes(10, 8, 8)));
        Assert.Contains("[8, 8]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_step_leaves_nothing_behind()
    {
        using Module model = new ResNetSpec { Widths = [4, 8] }.Build(ModelFixtures.Classes(3, 8, 8));
        void Step()
        {
            using var scope = NewDisposeScope();
            model.Predict(ModelFixtures.Batch(randn(2, 8, 8))).sum().backward();
        }

        Step();
        long before = ModelFixtures.Alive;
        Step();
        Assert.Equal(before, ModelFixtures.Alive);
    }
}
