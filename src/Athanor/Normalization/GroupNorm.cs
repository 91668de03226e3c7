using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Brings each group of successive channels of each sample to mean 0 and variance 1, over the channels of the group and all their places.</summary>
/// <remarks>
/// <para>Between layer normalization (one group) and instance normalization (a group a channel). Training and evaluation alike; independent of the batch.</para>
/// <para>Parameters <c>weight</c> and <c>bias</c>, [channels]. Source: Wu &amp; He 2018, who take 32 groups on layers of 64 and more channels.</para>
/// </remarks>
[Spec("group")]
public sealed record GroupNorm : NormalizationSpec
{
    /// <summary>How many groups. Default 8; at least 1, and a divisor of every layer's channels.</summary>
    public int Groups { get; init; } = 8;

    /// <summary>Added to the variance. Default 1e-5; greater than 0.</summary>
    public double Eps { get; init; } = 1e-5;

    /// <summary>Whether a learned scale and shift by channel follow. Default true.</summary>
    public bool Affine { get; init; } = true;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForFeatures(long features) => new GroupNormModule(Groups, features, Eps, Affine);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels) => new GroupNormModule(Groups, channels, Eps, Affine);

    /// <inheritdoc/>
    public override void CheckUnits(long units, bool hasPlaces, RecipePath at)
    {
        at.Require(units % Groups == 0, $"{units} units can't be parted into {Groups} groups of equal size", nameof(Groups));
        at.Require(hasPlaces || units > Groups, $"{Groups} groups of {units} features hold one number each, which normalization makes 0; take fewer groups", nameof(Groups));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Groups, 1);
        at.Positive(Eps);
    }
}
