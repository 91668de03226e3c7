using Athanor.Normalization;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Normalization;

[Collection(nameof(GeneratorCollection))]
public sealed class WrappedLayerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weight_normalization_starts_as_the_layer_it_wraps(bool convolution)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        Module<Tensor, Tensor> layer = Layer(convolution);
        Tensor input = Input(convolution);
        Tensor before = layer.call(input);
        using Module<Tensor, Tensor> wrapped = new WeightNorm().Wrap(layer);
        Assert.True(before.allclose(wrapped.call(input), 1e-5, 1e-6));
        Assert.Equal(["bias", "direction", "magnitude"], wrapped.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spectral_normalization_makes_the_largest_singular_value_1_and_keeps_its_vectors_in_evaluation(bool convolution)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        Module<Tensor, Tensor> layer = Layer(convolution);
        Tensor weight = layer.get_parameter("weight")!.detach().clone();
        using Module<Tensor, Tensor> wrapped = new SpectralNorm().Wrap(layer);
        Assert.Equal(["bias", "u", "v", "weight"], wrapped.state_dict().Keys.Order(StringComparer.Ordinal));
        for (int i = 0; i < 50; i++)
        {
            wrapped.call(Input(convolution));
        }

        Tensor sigma = SpectralNorm.Sigma(weight, wrapped.get_buffer("u")!, wrapped.get_buffer("v")!);
        Assert.Equal(linalg.svdvals(weight.flatten(1))[0].item<float>(), sigma.item<float>(), 1e-4);
        Tensor u = wrapped.get_buffer("u")!.clone();
        wrapped.eval();
        wrapped.call(Input(convolution));
        Assert.True(u.allclose(wrapped.get_buffer("u")!, 0, 0));
    }

    [Fact]
    public void Wrapped_layers_go_on_learning_when_they_change_their_type()
    {
        using var scope = NewDisposeScope();
        using Module<Tensor, Tensor> wrapped = new WeightNorm().Wrap(Linear(3, 2));
        wrapped.to(ScalarType.Float64);
        wrapped.call(randn(4, 3, ScalarType.Float64)).sum().backward();
        Assert.All(wrapped.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Only_linear_layers_and_convolutions_can_be_wrapped()
    {
        using Module<Tensor, Tensor> other = ReLU();
        Assert.Contains("only linear layers and convolutions", Assert.Throws<ArgumentException>(() => new WeightNorm().Wrap(other)).Message);
    }

    [Theory]
    [InlineData("weight")]
    [InlineData("spectral")]
    public void A_weight_that_starts_at_0_is_refused_before_it_is_divided_by_its_size(string name)
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(6, 5);
        using (no_grad())
        {
            layer.weight!.zero_();
        }

        NormalizationSpec member = name == "weight" ? new WeightNorm() : new SpectralNorm();
        var refusal = Assert.Throws<RecipeException>(() => member.Wrap(layer));
        Assert.Equal("zero-weight", refusal.Code);
        Assert.Contains("take another initialization", refusal.Message, StringComparison.Ordinal);
    }

    private static Module<Tensor, Tensor> Layer(bool convolution) => convolution ? Conv2d(3, 5, 3, stride: 2, padding: 1) : Linear(6, 5);

    private static Tensor Input(bool convolution) => convolution ? randn(2, 3, 7, 7) : randn(4, 6);
}
