using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Brings each sample to mean 0 and variance 1 over its features: batches of any size, training and evaluation alike.</summary>
/// <remarks>
/// <para>[samples, features]: over the features, with a scale and shift by feature. [samples, channels, height, width]: over all three, with a scale and
/// shift by channel, which is group normalization with one group.</para>
/// <para>Source: Ba, Kiros &amp; Hinton 2016.</para>
/// </remarks>
[Spec("layer")]
public sealed record LayerNorm : NormalizationSpec
{
    /// <summary>Added to the variance. Default 1e-5; greater than 0.</summary>
    public double Eps { get; init; } = 1e-5;

    /// <summary>What learned scale and shift follow. Default per-feature.</summary>
    public LayerNormAffine Affine { get; init; } = LayerNormAffine.PerFeature;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForFeatures(long features) => BuildFor(features);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels)
    {
        var module = torch.nn.GroupNorm(1, channels, Eps, Affine == LayerNormAffine.PerFeature);
        if (Affine == LayerNormAffine.PerFeature)
        {
            // TorchSharp 0.107 leaves these two as the allocator found them.
            init.ones_(module.get_parameter("weight")!);
            init.zeros_(module.get_parameter("bias")!);
        }

        return module;
    }

    /// <summary>The module over the last axes, whose sizes are <paramref name="shape"/>.</summary>
    public Module<Tensor, Tensor> BuildFor(params long[] shape) => torch.nn.LayerNorm(shape, Eps, Affine == LayerNormAffine.PerFeature);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Eps);
}
