using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The least-squares GAN: scores should be 1 for real and 0 for made, and the pull grows with the distance, so that samples far on the right side still learn.</summary>
/// <remarks>The critic pays ½·((r − 1)² + f²) for the scores r of real and f of made samples, the generator ½·(f − 1)². See <see cref="GanLoss"/> for shapes. Source: Mao et al. 2017, eq. 9.</remarks>
[Spec("gan-least-squares")]
public sealed record GanLeastSquares : GanLoss
{
    /// <inheritdoc/>
    protected override Tensor ForReal(Tensor score) => 0.5 * (score - 1).square();

    /// <inheritdoc/>
    protected override Tensor ForMade(Tensor score) => 0.5 * score.square();

    /// <inheritdoc/>
    protected override Tensor ForGenerator(Tensor score) => 0.5 * (score - 1).square();
}
