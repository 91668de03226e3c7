using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Brings each sample to mean 0 and variance 1 over its features: batches of any size, training and evaluation alike.</summary>
/// <remarks>
/// <para>out = g·(x − μ) / √(σ² + eps) + b. [samples, features]: over the features, with a scale and shift by feature. [samples, channels, height, width]: over all
/// three, with a scale and shift by channel, which is group normalization with one group.</para>
/// <para>Parameters <c>weight</c> (g) and <c>bias</c> (b): [features], or [1] where shared.</para>
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
        double eps = Eps;
        return Affine == LayerNormAffine.Shared
            ? new SharedScaleModule(nameof(LayerNorm), x => functional.group_norm(x, 1, eps: eps))
            : new GroupNormModule(1, channels, Eps, Affine == LayerNormAffine.PerFeature);
    }

    /// <summary>The module over the last axes, whose sizes are <paramref name="shape"/>.</summary>
    public Module<Tensor, Tensor> BuildFor(params long[] shape)
    {
        double eps = Eps;
        return Affine == LayerNormAffine.Shared
            ? new SharedScaleModule(nameof(LayerNorm), x => functional.layer_norm(x, shape, eps: eps))
            : TorchSharp.torch.nn.LayerNorm(shape, Eps, Affine == LayerNormAffine.PerFeature);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Eps);
}
