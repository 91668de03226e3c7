using Athanor.Normalization;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Normalization;

public sealed class NormalizationSpecTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scales_start_at_1_and_shifts_at_0(bool batch)
    {
        NormalizationSpec spec = batch ? new BatchNorm() : new Athanor.Normalization.LayerNorm();
        for (int i = 0; i < 200; i++)
        {
            using var scope = NewDisposeScope();
            using (Tensor rubbish = full(4, float.NaN))
            {
                // What the allocator hands out next, if a module takes memory as it is.
            }

            foreach (Module<Tensor, Tensor>? module in new[] { spec.BuildForFeatures(4), spec.BuildForImages(4) })
            {
                Assert.True(module!.get_parameter("weight")!.eq(1).all().item<bool>());
                Assert.True(module.get_parameter("bias")!.eq(0).all().item<bool>());
                module.Dispose();
            }
        }
    }

    [Fact]
    public void Layer_normalization_of_images_is_over_each_sample_alone()
    {
        using var scope = NewDisposeScope();
        using Module<Tensor, Tensor>? module = new Athanor.Normalization.LayerNorm().BuildForImages(3);
        Tensor output = module!.call(randn(4, 3, 5, 5) * 7 + 2);
        Assert.True(output.mean([1, 2, 3]).abs().max().item<float>() < 1e-5);
        Assert.True((output.square().mean([1, 2, 3]) - 1).abs().max().item<float>() < 1e-3);
    }

    [Theory]
    [InlineData("group: { groups: 3 }", false, "groups: 8 units can't be parted into 3 groups of equal size")]
    [InlineData("group: { groups: 8 }", false, "groups: 8 groups of 8 features hold one number each, which normalization makes 0; take fewer groups")]
    [InlineData("instance", false, "instance normalization needs several places a channel, as in images; here a feature has one, and would come out as 0; take layer or batch")]
    public void Layers_that_a_member_cannot_normalize_are_refused(string document, bool places, string message)
    {
        NormalizationSpec spec = SpecReader.Read<NormalizationSpec>(DocumentReader.Parse(document));
        Assert.Equal(message, Assert.Throws<RecipeException>(() => spec.CheckUnits(8, places, RecipePath.Root)).Message);
    }

    [Fact]
    public void A_masked_place_reaches_neither_output_nor_gradient_even_as_NaN()
    {
        using var scope = NewDisposeScope();
        using var module = (MaskedBatchNormModule)new MaskedBatchNorm().BuildForFeatures(3);
        Tensor clean = randn(5, 3, 4), mask = ones(5, 4);
        mask[0, TensorIndex.Slice(2)] = 0;
        mask[3] = 0;
        Tensor dirty = where(mask.unsqueeze(1).ne(0), clean, full_like(clean, float.NaN));
        using Tensor first = clean.clone().requires_grad_(), second = dirty.clone().requires_grad_();
        Tensor one = module.Call(first, mask), two = module.Call(second, mask);
        (one.square() * one).sum().backward();
        (two.square() * two).sum().backward();
        Assert.True(one.allclose(two, 0, 0));
        Assert.True(first.grad!.allclose(second.grad!, 0, 0));
        Assert.True(one[3].eq(0).all().item<bool>());
        Assert.Contains("the mask [5, 3] fits neither", Assert.Throws<ArgumentException>(() => module.Call(clean, ones(5, 3))).Message);
    }
}
