using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The Wasserstein GAN: the critic's mean score of real above that of made samples estimates the distance of the two distributions.</summary>
/// <remarks>The critic pays f − r for the scores r of real and f of made samples, the generator −f. The critic must be kept smooth: add <see cref="GanGradientPenalty"/>. See <see cref="GanLoss"/> for shapes. Source: Arjovsky et al. 2017.</remarks>
[Spec("gan-wasserstein")]
public sealed record GanWasserstein : GanLoss
{
    /// <inheritdoc/>
    protected override Tensor ForReal(Tensor score) => -score;

    /// <inheritdoc/>
    protected override Tensor ForMade(Tensor score) => score;

    /// <inheritdoc/>
    protected override Tensor ForGenerator(Tensor score) => -score;
}
