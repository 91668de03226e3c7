using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>The original GAN loss in the form that is used: the generator maximizes the log-probability of being taken for real, so its gradient does not fade when it loses.</summary>
/// <remarks>The critic pays softplus(−r) + softplus(f) for the scores r of real and f of made samples, which is binary cross-entropy; the generator softplus(−f). See <see cref="GanLoss"/> for shapes. Source: Goodfellow et al. 2014, section 3.</remarks>
[Spec("gan-non-saturating")]
public sealed record GanNonSaturating : GanLoss
{
    /// <inheritdoc/>
    public override string ContainedActivation => "sigmoid";

    /// <inheritdoc/>
    protected override Tensor ForReal(Tensor score) => -functional.logsigmoid(score);

    /// <inheritdoc/>
    protected override Tensor ForMade(Tensor score) => -functional.logsigmoid(-score);

    /// <inheritdoc/>
    protected override Tensor ForGenerator(Tensor score) => -functional.logsigmoid(score);
}
