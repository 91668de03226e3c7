using Athanor.Activations;
using Athanor.Data;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Specs;
using CsCheck;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Models;

[Collection(GeneratorCollection.Name)]
public sealed class MlpTests
{
    private static readonly Gen<MlpSpec> Specs =
        from hidden in Pick.From(1, 3, 6, 6).Array[0, 5]
        from activation in Pick.From<ActivationSpec>(new ReLU(), new Sigmoid(), new Tanh(), new LeakyReLU(), new ELU(), new SELU(), new GELU(), new SiLU(), new Softplus())
        from normalization in Pick.From<NormalizationSpec>(new NoNormalization(), new BatchNorm(), new BatchNorm { Affine = false }, new LayerNorm())
        from residual in Gen.Bool
        from dropout in Pick.From(0, 0.5)
        from initialization in Pick.From<InitializerSpec>(new DefaultInitializer(), new XavierNormal(), new KaimingUniform(), new Orthogonal(), new Normal())
        select new MlpSpec
        {
            Hidden = [.. hidden],
            Activation = activation,
            Normalization = normalization,
            Residual = residual,
            Dropout = dropout,
            Initialization = initialization,
        };

    [Fact]
    public void Any_combination_of_options_builds_has_the_parameters_of_the_closed_form_and_gives_every_one_a_gradient() =>
        Specs.Sample(
            spec =>
            {
                using var scope = NewDisposeScope();
                TaskInfo task = ModelFixtures.Classes(4, 2, 3);
                using Module model = spec.Build(task);
                Tensor output = model.Predict(ModelFixtures.Batch(task.Inputs(5)));
                Assert.Equal([5, 4], output.shape);
                Assert.True(output.isfinite().all().item<bool>());
                Assert.Equal(ParametersOf(spec, 6, 4), model.Parameters());
                output.square().sum().backward();
                Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is not null, $"{p.name} got no gradient"));
            },
            iter: 150);

    [Fact]
    public void Evaluation_is_deterministic_and_treats_samples_alone_whatever_the_options() =>
        Specs.Sample(
            spec =>
            {
                using var scope = NewDisposeScope();
                TaskInfo task = ModelFixtures.Classes(3, 6);
                using Module model = spec.Build(task);
                model.eval();
                Tensor inputs = task.Inputs(4);
                Tensor whole = model.Predict(ModelFixtures.Batch(inputs));
                Assert.True(whole.eq(model.Predict(ModelFixtures.Batch(inputs))).all().item<bool>());
                Tensor alone = cat([.. Enumerable.Range(0, 4).Select(i => model.Predict(ModelFixtures.Batch(inputs.narrow(0, i, 1))))]);
                Assert.True(whole.allclose(alone, rtol: 1e-4, atol: 1e-5));
            },
            iter: 60);

    [Fact]
    public void Parameters_are_named_by_layer_and_stand_in_the_order_of_the_signal()
    {
        using Module model = new MlpSpec { Hidden = [5, 5], Normalization = new BatchNorm() }.Build(ModelFixtures.Classes(2, 3));
        Assert.Equal(
            [
                "hidden.0.weight", "hidden.0.bias", "hidden.1.weight", "hidden.1.bias",
                "normalization.0.weight", "normalization.0.bias", "normalization.1.weight", "normalization.1.bias",
                "output.weight", "output.bias",
            ],
            model.ParameterNames());
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        var spec = new MlpSpec { Dropout = 0.1, Normalization = new LayerNorm(), Initialization = new Orthogonal() };
        double[] Weights(long seed)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            using Module model = spec.Build(ModelFixtures.Classes(3, 4));
            return [.. model.parameters().SelectMany(p => p.detach().data<float>().Select(x => (double)x))];
        }

        Assert.Equal(Weights(7), Weights(7));
        Assert.NotEqual(Weights(7), Weights(8));
    }

    [Fact]
    public void A_hidden_layer_is_linear_then_normalization_then_activation()
    {
        using var scope = NewDisposeScope();
        using Module model = new MlpSpec { Hidden = [6], Activation = new Tanh(), Normalization = new LayerNorm() }.Build(ModelFixtures.Classes(2, 4));
        Tensor x = randn(3, 4);
        Tensor hidden = x.matmul(model.get_parameter("hidden.0.weight")!.T) + model.get_parameter("hidden.0.bias")!;
        hidden = functional.layer_norm(hidden, [6]).tanh();
        Tensor expected = hidden.matmul(model.get_parameter("output.weight")!.T) + model.get_parameter("output.bias")!;
        Assert.True(expected.allclose(model.Predict(ModelFixtures.Batch(x)), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Shortcuts_lead_around_pairs_of_layers_of_one_width_and_a_layer_left_over_has_its_own()
    {
        using var scope = NewDisposeScope();
        using Module model = new MlpSpec { Hidden = [4, 4, 4, 4], Activation = new Sigmoid(), Residual = true }.Build(ModelFixtures.Classes(2, 3));
        Tensor Layer(int i, Tensor h) => (h.matmul(model.get_parameter($"hidden.{i}.weight")!.T) + model.get_parameter($"hidden.{i}.bias")!).sigmoid();
        Tensor x = randn(3, 3);
        Tensor h = Layer(0, x);
        h += Layer(2, Layer(1, h));
        h += Layer(3, h);
        Tensor expected = h.matmul(model.get_parameter("output.weight")!.T) + model.get_parameter("output.bias")!;
        Assert.True(expected.allclose(model.Predict(ModelFixtures.Batch(x)), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Twenty_sigmoid_layers_lose_the_gradient_and_shortcuts_keep_it()
    {
        double Ratio(bool residual)
        {
            using var scope = NewDisposeScope();
            manual_seed(0);
            using Module model = new MlpSpec { Hidden = LayerSizes.Repeat(64, 20), Activation = new Sigmoid(), Residual = residual }.Build(ModelFixtures.Classes(10, 64));
            functional.cross_entropy(model.Predict(ModelFixtures.Batch(randn(64, 64))), randint(10, 64)).backward();
            double Norm(int layer) => model.get_parameter($"hidden.{layer}.weight")!.grad!.norm().item<float>();
            return Norm(0) / Norm(19);
        }

        Assert.True(Ratio(residual: false) < 1e-10);
        Assert.True(Ratio(residual: true) > 1e-3);
    }

    [Fact]
    public void A_training_step_leaves_nothing_behind()
    {
        using Module model = new MlpSpec { Hidden = [8, 8], Normalization = new BatchNorm(), Dropout = 0.2, Residual = true }.Build(ModelFixtures.Classes(3, 4));
        void Step()
        {
            using var scope = NewDisposeScope();
            model.Predict(ModelFixtures.Batch(randn(5, 4))).sum().backward();
        }

        Step();
        long before = ModelFixtures.Alive;
        Step();
        Assert.Equal(before, ModelFixtures.Alive);
    }

    [Fact]
    public void Hooks_on_a_layer_fire()
    {
        using var scope = NewDisposeScope();
        using Module model = new MlpSpec { Hidden = [8] }.Build(ModelFixtures.Classes(3, 4));
        var fired = new List<string>();
        foreach ((string name, Module module) in model.named_modules().Where(m => m.module is Module<Tensor, Tensor>))
        {
            ((Module<Tensor, Tensor>)module).register_forward_hook((_, _, output) =>
            {
                fired.Add(name);
                return output;
            });
        }

        model.Predict(ModelFixtures.Batch(randn(2, 4)));
        Assert.Equal(["hidden.0", "activation.0", "output"], fired);
    }

    [Theory]
    [InlineData("""{ mlp: { hidden: [64, 0] } }""", "model.mlp.hidden[1]")]
    [InlineData("""{ mlp: { dropout: 1 } }""", "model.mlp.dropout")]
    [InlineData("""{ mlp: { hidden: { width: 64, depth: 20 }, activation: leaky-rely } }""", "model.mlp.activation")]
    public void Options_out_of_range_are_refused_by_place(string yaml, string place)
    {
        var refusal = Assert.Throws<RecipeException>(() => SpecReader.Read<ModelSpec>(DocumentReader.Parse(yaml).Root, new RecipePath("model")));
        Assert.Equal(place, refusal.Path);
    }

    private static long ParametersOf(MlpSpec spec, long inputs, long outputs)
    {
        long width = inputs;
        long count = 0;
        foreach (int size in spec.Hidden)
        {
            count += (width + 1) * size;
            count += spec.Normalization is BatchNorm { Affine: true } or Athanor.Normalization.LayerNorm ? 2 * size : 0;
            width = size;
        }

        return count + ((width + 1) * outputs);
    }
}
