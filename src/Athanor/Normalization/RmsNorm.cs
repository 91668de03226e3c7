using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Divides each sample by the root of its features' mean square, then multiplies by a learned scale: layer normalization without mean and shift.</summary>
/// <remarks>
/// <para>out = g·x / √(mean(x²) + eps). [samples, features]: over the features. [samples, channels, height, width]: over all three, the scale by channel.</para>
/// <para>Parameter <c>weight</c> (g), [features]. Source: Zhang &amp; Sennrich 2019.</para>
/// </remarks>
[Spec("rms")]
public sealed record RmsNorm : NormalizationSpec
{
    /// <summary>Added to the mean square. Default 1e-5; greater than 0.</summary>
    public double Eps { get; init; } = 1e-5;

    /// <summary>Whether a learned scale by feature follows. Default true.</summary>
    public bool Affine { get; init; } = true;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForFeatures(long features) => BuildFor(features);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels) => new RmsNormModule([-3, -2, -1], [channels, 1, 1], [channels], Eps, Affine);

    /// <summary>The module over the last axes, whose sizes are <paramref name="shape"/>; the scale has that shape.</summary>
    public Module<Tensor, Tensor> BuildFor(params long[] shape) =>
        new RmsNormModule([.. Enumerable.Range(1, shape.Length).Select(axis => -(long)axis)], shape, shape, Eps, Affine);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Eps);
}
