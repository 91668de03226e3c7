using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Models;

/// <summary>Every activation, normalization and initializer that the catalogue finds, in every built-in model that takes them.</summary>
[Collection(GeneratorCollection.Name)]
public sealed class CatalogueInModelsTests
{
    private static readonly TaskInfo Images = ModelFixtures.Classes(4, 8, 8);
    private static readonly TaskInfo Sequences = ModelFixtures.Classes(4, 5, 3);

    public static TheoryData<string> Activations => Members<ActivationSpec>();

    public static TheoryData<string> Normalizations => Members<NormalizationSpec>();

    public static TheoryData<string> Initializers => Members<InitializerSpec>();

    [Theory]
    [MemberData(nameof(Activations))]
    public void Every_activation_works_in_every_model_with_the_sizes_that_the_recipe_names(string member)
    {
        var activation = Make<ActivationSpec>(member);
        Works(new MlpSpec { Hidden = [8, 8, 4], Residual = true, Activation = activation, Normalization = new BatchNorm(), OutputActivation = activation }, Images);
        Works(new ConvNetSpec { Channels = [4, 6], Head = [8], Activation = activation, Normalization = new LayerNorm() }, Images);
        Works(new ResNetSpec { Widths = [4, 8], Blocks = 2, Activation = activation }, Images);
        Works(new RecurrentSpec { Hidden = 8, OutputActivation = activation }, Sequences);
    }

    [Theory]
    [MemberData(nameof(Normalizations))]
    public void Every_normalization_works_in_every_model_that_does_not_refuse_it(string member)
    {
        var normalization = Make<NormalizationSpec>(member);
        if (normalization is not InstanceNorm)
        {
            Works(new MlpSpec { Hidden = [16, 16], Normalization = normalization }, Images);
            Works(new RecurrentSpec { Hidden = 16, Normalization = normalization }, Sequences);
        }

        Works(new ConvNetSpec { Channels = [8, 16], Normalization = normalization }, Images);
        Works(new ResNetSpec { Widths = [8, 16], Normalization = normalization }, Images);
    }

    [Theory]
    [MemberData(nameof(Initializers))]
    public void Every_initializer_works_in_every_model(string member)
    {
        var initialization = Make<InitializerSpec>(member);
        Works(new MlpSpec { Initialization = initialization }, Images);
        Works(new ConvNetSpec { Initialization = initialization }, Images);
        Works(new ResNetSpec { Initialization = initialization }, Images);
        Works(new RecurrentSpec { Initialization = initialization }, Sequences);
    }

    [Fact]
    public void Layers_in_front_of_a_gated_activation_are_twice_as_wide()
    {
        using Module model = new MlpSpec { Hidden = [8, 6], Activation = new GLU() }.Build(Images);
        Assert.Equal([16, 64], model.get_parameter("hidden.0.weight")!.shape);
        Assert.Equal([12, 8], model.get_parameter("hidden.1.weight")!.shape);
        Assert.Equal([4, 6], model.get_parameter("output.weight")!.shape);
    }

    [Fact]
    public void A_slope_by_channel_has_one_for_each_unit()
    {
        using Module model = new ConvNetSpec { Channels = [4, 6], Head = [9], Activation = new PReLU { PerChannel = true } }.Build(Images);
        Assert.Equal([4], model.get_parameter("activation.0.weight")!.shape);
        Assert.Equal([6], model.get_parameter("activation.1.weight")!.shape);
        Assert.Equal([9], model.get_parameter("headActivation.0.weight")!.shape);
    }

    [Fact]
    public void Wrapped_layers_have_names_that_say_what_they_are()
    {
        using Module weight = new MlpSpec { Hidden = [4], Normalization = new WeightNorm() }.Build(Images);
        Assert.Equal(["hidden.0.direction", "hidden.0.magnitude", "hidden.0.bias", "output.weight", "output.bias"], weight.ParameterNames());
        using Module spectral = new ConvNetSpec { Channels = [4], Normalization = new SpectralNorm() }.Build(Images);
        Assert.Equal(["convolution.0.weight", "convolution.0.bias", "output.weight", "output.bias"], spectral.ParameterNames());
        Assert.Equal(["convolution.0.u", "convolution.0.v"], spectral.named_buffers().Select(buffer => buffer.name));
    }

    [Fact]
    public void Masked_batch_normalization_leaves_padding_out_of_its_statistics_and_plain_batch_normalization_does_not()
    {
        using var scope = NewDisposeScope();
        Tensor lengths = tensor([5L, 2, 1, 3]);
        Assert.True(PaddingLeaves(new MaskedBatchNorm()));
        Assert.False(PaddingLeaves(new BatchNorm()));

        // The same samples, padded to a longer batch: whoever counts padding has other statistics.
        bool PaddingLeaves(NormalizationSpec normalization)
        {
            manual_seed(4);
            using Module model = new RecurrentSpec { Hidden = 6, Normalization = normalization }.Build(Sequences);
            Tensor inputs = randn(4, 5, 3);
            Tensor longer = cat([inputs, zeros(4, 7, 3)], 1);
            Tensor one = model.Predict(ModelFixtures.Batch(inputs, lengths));
            Tensor mean = model.get_buffer("normalization.running_mean")!.clone();
            model.get_buffer("normalization.running_mean")!.zero_();
            Tensor two = model.Predict(ModelFixtures.Batch(longer, lengths));
            return one.allclose(two, 1e-4, 1e-5) && mean.allclose(model.get_buffer("normalization.running_mean")!, 1e-4, 1e-6);
        }
    }

    [Fact]
    public void A_layer_that_cannot_be_normalized_is_refused_by_its_place()
    {
        var refusal = Assert.Throws<RecipeException>(() => SpecReader.Read<ModelSpec>(DocumentReader.Parse("mlp: { hidden: [10], normalization: group }")));
        Assert.Equal("mlp.normalization.groups: 10 units can't be parted into 8 groups of equal size", refusal.Message);
    }

    [Fact]
    public void Recalibration_measures_every_layer_and_leaves_modes_momentum_and_weights_as_they_were()
    {
        using var scope = NewDisposeScope();
        using Module model = new ConvNetSpec { Channels = [4, 6], Dropout = 0.5, Normalization = new BatchNorm() }.Build(Images);
        Batch[] batches = [.. Enumerable.Range(0, 3).Select(i => ModelFixtures.Batch(randn(6 + i, 8, 8) * 3 + 1))];
        Tensor[] weights = [.. model.parameters().Select(parameter => parameter.detach().clone())];
        model.train();
        long before = ModelFixtures.Alive;
        Assert.Equal(2, BatchNormStatistics.Recalibrate(model, batches));
        Assert.Equal(before, ModelFixtures.Alive);
        Assert.All(model.modules(), module => Assert.True(module.training));
        Assert.All(weights.Zip(model.parameters()), pair => Assert.True(pair.First.allclose(pair.Second, 0, 0)));
        Assert.All(model.modules().OfType<TorchSharp.Modules.BatchNorm2d>(), layer => Assert.Equal(0.1, layer.momentum));

        // The first layer's inputs are the data: its statistics must be those of the convolution's output.
        Tensor outputs(Batch batch) => ((Module<Tensor, Tensor>)model.named_modules().Single(m => m.name == "convolution.0").module).call(batch.Inputs.unsqueeze(1));
        Tensor expected = batches.Select(batch => outputs(batch).mean([0, 2, 3])).Aggregate((a, b) => a + b) / 3;
        Assert.True(expected.allclose(model.get_buffer("normalization.0.running_mean")!, 1e-4, 1e-5));

        using Module without = new MlpSpec().Build(Images);
        Assert.Equal(0, BatchNormStatistics.Recalibrate(without, batches));
        Tensor kept = model.get_buffer("normalization.0.running_var")!.clone();
        Assert.Contains("no batch has more than one sample", Assert.Throws<ArgumentException>(() => BatchNormStatistics.Recalibrate(model, [ModelFixtures.Batch(randn(1, 8, 8))])).Message);
        Assert.True(kept.allclose(model.get_buffer("normalization.0.running_var")!, 0, 0));
    }

    private static void Works(ModelSpec spec, TaskInfo task)
    {
        long alive = ModelFixtures.Alive;
        using (Module model = Built(spec, task))
        {
            using var scope = NewDisposeScope();
            foreach (bool training in new[] { true, false })
            {
                model.train(training);
                model.zero_grad();
                Tensor output = model.Predict(ModelFixtures.Batch(task.Inputs(5)));
                Assert.Equal([5, task.Outputs], output.shape);
                Assert.True(output.isfinite().all().item<bool>());
                output.square().sum().backward();
                Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is not null, $"{p.name} got no gradient"));
            }
        }

        Assert.Equal(alive, ModelFixtures.Alive);
    }

    /// <summary>Built inside a dispose scope, as callers may: the module owns its tensors all the same.</summary>
    private static Module Built(ModelSpec spec, TaskInfo task)
    {
        using var scope = NewDisposeScope();
        return spec.Build(task);
    }

    private static TheoryData<string> Members<T>() =>
        [.. SpecCatalog.Members(typeof(T)).Where(member => member.Value.Assembly == typeof(T).Assembly).Select(member => member.Key)];

    private static T Make<T>(string member) => (T)Activator.CreateInstance(SpecCatalog.Members(typeof(T))[member])!;
}
