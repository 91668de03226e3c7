using Athanor.Normalization;
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
}
