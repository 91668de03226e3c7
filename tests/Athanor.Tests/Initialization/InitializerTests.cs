using Athanor.Initialization;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Tests.Initialization;

[Collection(nameof(GeneratorCollection))]
public sealed class InitializerTests
{
    public static TheoryData<string> Members => [.. SpecCatalog.Members(typeof(InitializerSpec))
        .Where(member => member.Value.Assembly == typeof(InitializerSpec).Assembly).Select(member => member.Key)];

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_fills_weights_of_linear_and_convolution_layers_with_numbers_and_leaves_nothing_behind(string member)
    {
        var spec = (InitializerSpec)Activator.CreateInstance(SpecCatalog.Members(typeof(InitializerSpec))[member])!;
        foreach (long[] shape in new long[][] { [5, 3], [3, 5], [4, 2, 3, 3], [4, 6, 1, 5] })
        {
            using Tensor weight = full(shape, float.NaN).requires_grad_();
            using Tensor bias = full(shape[0], float.NaN).requires_grad_();
            long before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            spec.Apply(weight, bias, 1);
            Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            using var scope = NewDisposeScope();
            Assert.True(weight.isfinite().all().item<bool>());
            Assert.True(bias.isfinite().all().item<bool>());
            Assert.True(weight.requires_grad);
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_draws_the_same_weights_for_the_same_seed(string member)
    {
        using var scope = NewDisposeScope();
        var spec = (InitializerSpec)Activator.CreateInstance(SpecCatalog.Members(typeof(InitializerSpec))[member])!;
        Tensor first = empty(6, 4), second = empty(6, 4);
        manual_seed(5);
        spec.Apply(first, null, 1);
        manual_seed(5);
        spec.Apply(second, null, 1);
        Assert.True(first.allclose(second, 0, 0));
    }

    [Fact]
    public void Uniform_has_its_bounds_and_its_moments()
    {
        using var scope = NewDisposeScope();
        Tensor weight = empty(400, 400);
        new Uniform { Lower = -0.2, Upper = 0.4 }.Apply(weight, null, 1);
        Assert.InRange(weight.min().item<float>(), -0.2f, -0.199f);
        Assert.InRange(weight.max().item<float>(), 0.399f, 0.4f);
        Assert.Equal(0.1, weight.mean().item<float>(), 0.002);
        Assert.Equal(0.6 / Math.Sqrt(12), weight.std().item<float>(), 0.002);
    }

    [Fact]
    public void Identity_layers_pass_their_input_on()
    {
        using var scope = NewDisposeScope();
        Tensor square = empty(4, 4), wide = empty(3, 5), image = empty(3, 3, 3, 3);
        new IdentityInitializer().Apply(square, null, 1);
        new IdentityInitializer { Gain = 2 }.Apply(wide, null, 1);
        new IdentityInitializer().Apply(image, null, 1);
        Assert.True(square.allclose(eye(4), 0, 0));
        Tensor sample = randn(2, 5);
        Assert.True(nn.functional.linear(sample, wide).allclose(sample[TensorIndex.Colon, TensorIndex.Slice(0, 3)] * 2, 0, 0));
        Tensor pixels = randn(2, 3, 6, 7);
        Assert.True(nn.functional.conv2d(pixels, image, padding: [1, 1]).allclose(pixels, 0, 0));
    }

    [Fact]
    public void Constant_fills_with_its_value()
    {
        using var scope = NewDisposeScope();
        Tensor weight = empty(4, 4);
        new Constant { Value = -0.5 }.Apply(weight, null, 1);
        Assert.True(weight.allclose(full([4, 4], -0.5f), 0, 0));
    }
}
