using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Brings each channel of each sample to mean 0 and variance 1 over its places: contrast goes, shape stays.</summary>
/// <remarks>
/// <para>Needs several places a channel: images, not [samples, features]. No running statistics; training and evaluation alike.</para>
/// <para>Parameters <c>weight</c> and <c>bias</c>, [channels]. Source: Ulyanov, Vedaldi &amp; Lempitsky 2016.</para>
/// </remarks>
[Spec("instance")]
public sealed record InstanceNorm : NormalizationSpec
{
    /// <summary>Added to the variance. Default 1e-5; greater than 0.</summary>
    public double Eps { get; init; } = 1e-5;

    /// <summary>Whether a learned scale and shift by channel follow. Default true (PyTorch: false).</summary>
    public bool Affine { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a channel of one place would come out as 0.</exception>
    public override Module<Tensor, Tensor> BuildForFeatures(long features) =>
        throw new NotSupportedException("instance normalization needs several places a channel; a feature alone would come out as 0");

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels) => new GroupNormModule(channels, channels, Eps, Affine);

    /// <inheritdoc/>
    public override void CheckUnits(long units, bool hasPlaces, RecipePath at) => at.Require(
        hasPlaces, "instance normalization needs several places a channel, as in images; here a feature has one, and would come out as 0; take layer or batch");

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Eps);
}
