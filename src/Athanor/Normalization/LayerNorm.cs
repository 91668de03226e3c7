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

    /// <summary>Whether a learned scale and shift follow. Default true.</summary>
    public bool Affine { get; init; } = true;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForFeatures(long features) => BuildFor(features);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels) => torch.nn.GroupNorm(1, channels, Eps, Affine);

    /// <summary>The module over the last axes, whose sizes are <paramref name="shape"/>.</summary>
    public Module<Tensor, Tensor> BuildFor(params long[] shape) => torch.nn.LayerNorm(shape, Eps, Affine);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Eps);
}
