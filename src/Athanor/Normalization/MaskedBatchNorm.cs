using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Batch normalization whose statistics leave out masked places, such as the padding of sequences; masked places come out as 0.</summary>
/// <remarks>
/// <para>Models that know which places count say so (<c>recurrent</c> by the batch's lengths); elsewhere it is <c>batch</c>.</para>
/// <para>A batch in which fewer than two places count leaves the running statistics as they are.</para>
/// </remarks>
[Spec("masked-batch")]
public sealed record MaskedBatchNorm : NormalizationSpec
{
    /// <summary>Added to the variance. Default 1e-5; greater than 0.</summary>
    public double Eps { get; init; } = 1e-5;

    /// <summary>The weight of the newest batch in the running statistics. Default 0.1; within [0, 1].</summary>
    public double Momentum { get; init; } = 0.1;

    /// <summary>Whether a learned scale and shift by feature follow. Default true.</summary>
    public bool Affine { get; init; } = true;

    /// <inheritdoc/>
    public override bool MixesSamples => true;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForFeatures(long features) => new MaskedBatchNormModule(features, Eps, Momentum, Affine);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels) => new MaskedBatchNormModule(channels, Eps, Momentum, Affine);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Eps);
        at.Within(Momentum, 0, 1);
    }
}
