using Athanor.Activations;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Tests.Activations;

[Collection(nameof(GeneratorCollection))]
public sealed class ActivationMemberTests
{
    [Fact]
    public void RReLU_draws_a_slope_for_every_number_in_training_and_takes_the_mean_in_prediction()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var spec = new RReLU { Lower = 0.1, Upper = 0.5 };
        using var module = spec.Build();
        using Tensor input = full(20_000, -2f).requires_grad_();
        Tensor slopes = module.call(input) / -2;
        Assert.InRange(slopes.min().item<float>(), 0.1, 0.101);
        Assert.InRange(slopes.max().item<float>(), 0.499, 0.5);
        Assert.Equal(0.3, slopes.mean().item<float>(), 0.005);
        slopes.mul(-2).sum().backward();
        Assert.True(input.grad!.allclose(slopes));
        module.eval();
        Assert.True(module.call(input).allclose(full(20_000, -0.6f)));
        Assert.True(module.call(ones(3)).allclose(ones(3), 0, 0));
    }

    [Fact]
    public void Swish_of_beta_1_is_SiLU_and_of_a_huge_beta_ReLU()
    {
        using var scope = NewDisposeScope();
        Tensor x = linspace(-6, 6, 101);
        using var swish = new Swish().Build();
        using var silu = new SiLU().Build();
        using var sharp = new Swish { Beta = 1e6 }.Build();
        Assert.True(swish.call(x).allclose(silu.call(x), atol: 1e-6));
        Assert.True(sharp.call(x).allclose(x.clamp_min(0), atol: 1e-4));
    }

    [Fact]
    public void The_tanh_form_of_GELU_stays_within_half_a_thousandth_of_the_exact_one()
    {
        using var scope = NewDisposeScope();
        Tensor x = linspace(-6, 6, 2001, ScalarType.Float64);
        using var exact = new GELU().Build();
        using var approximate = new GELUTanh().Build();
        double distance = (exact.call(x) - approximate.call(x)).abs().max().item<double>();
        Assert.InRange(distance, 0.0004, 0.0005);
    }

    [Fact]
    public void A_prelu_by_channel_learns_a_slope_for_each_and_needs_their_number()
    {
        using var scope = NewDisposeScope();
        using var module = new PReLU { PerChannel = true, Init = 0.1 }.BuildFor(3);
        Assert.Equal([3], module.get_parameter("weight")!.shape);
        Assert.True(module.call(full([2, 3, 4], -1f)).allclose(full([2, 3, 4], -0.1f)));
        Assert.Contains("BuildFor", Assert.Throws<InvalidOperationException>(() => new PReLU { PerChannel = true }.Build()).Message);
    }

    [Fact]
    public void A_gated_unit_says_which_axis_cannot_be_halved()
    {
        using var module = new GLU().Build();
        Assert.Contains("axis -1 of [2, 3] can't be halved", Assert.Throws<ArgumentException>(() => module.call(zeros(2, 3))).Message);
    }

    [Theory]
    [InlineData("hard-tanh: { min: 1, max: 1 }", "hard-tanh.max: 1 is not greater than min, 1")]
    [InlineData("rrelu: { lower: 0.5, upper: 0.1 }", "rrelu.upper: 0.1 is less than lower, 0.5")]
    [InlineData("celu: { alpha: 0 }", "celu.alpha: 0 is not greater than 0")]
    [InlineData("swish: { beta: .inf }", "swish.beta: Infinity is not a finite number")]
    public void Options_that_make_no_sense_are_refused(string document, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => SpecReader.Read<ActivationSpec>(DocumentReader.Parse(document))).Message);
}
