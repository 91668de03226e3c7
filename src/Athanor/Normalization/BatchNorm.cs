using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Brings each feature (or channel) to mean 0 and variance 1 over the batch, then to a learned scale and shift; in evaluation by running statistics.</summary>
/// <remarks>
/// <para>out = g·(x − μ) / √(σ² + eps) + b. Training uses the batch's variance without Bessel's correction, the running variance has it, as in PyTorch. Running statistics start at mean 0, variance 1.</para>
/// <para>Parameters <c>weight</c> (g) and <c>bias</c> (b), [features]; buffers <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.</para>
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

    /// <summary>Whether evaluation leaves a batch of one sample as it is, instead of normalizing it by the running statistics. Default false.</summary>
    /// <remarks>Some older texts describe batch normalization so. A sample's prediction then depends on whether others are asked for with it.</remarks>
    public bool KeepSingleSample { get; init; }

    /// <inheritdoc/>
    public override bool MixesSamples => true;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForFeatures(long features) =>
        KeepSingleSample ? new KeepingBatchNormModule(features, Eps, Momentum, Affine) : TorchSharp.torch.nn.BatchNorm1d(features, Eps, Momentum, Affine);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildForImages(long channels) =>
        KeepSingleSample ? new KeepingBatchNormModule(channels, Eps, Momentum, Affine) : TorchSharp.torch.nn.BatchNorm2d(channels, Eps, Momentum, Affine);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Eps);
        at.Within(Momentum, 0, 1);
    }
}
