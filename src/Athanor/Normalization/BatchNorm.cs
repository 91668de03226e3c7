using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Brings each feature (or channel) to mean 0 and variance 1 over the batch; in evaluation by running statistics.</summary>
/// <remarks>
/// <para>Training uses the batch's variance without Bessel's correction, the running variance has it, as in PyTorch. Running statistics start at mean 0, variance 1.</para>
/// <para>Source: Ioffe &amp; Szegedy 2015.</para>
/// </remarks>
[Spec("batch")]
public sealed record BatchNorm : NormalizationSpec
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
    public override Module<Tensor, Tensor> BuildForFeatures(long features) => torch.nn.BatchNorm1d(features, Eps, Momentum, Affine);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels) => torch.nn.BatchNorm2d(channels, Eps, Momentum, Affine);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Eps);
        at.Within(Momentum, 0, 1);
    }
}
