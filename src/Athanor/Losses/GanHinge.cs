using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>The hinge GAN: the critic rests once real and made are apart by the margin of 1 on each side.</summary>
/// <remarks>The critic pays max(0, 1 − r) + max(0, 1 + f) for the scores r of real and f of made samples, the generator −f. At the corners the gradient is 0. See <see cref="GanLoss"/> for shapes. Source: Lim &amp; Ye 2017; Miyato et al. 2018, eq. 16–17.</remarks>
[Spec("gan-hinge")]
public sealed record GanHinge : GanLoss
{
    /// <inheritdoc/>
    protected override Tensor ForReal(Tensor score) => functional.relu(1 - score);

    /// <inheritdoc/>
    protected override Tensor ForMade(Tensor score) => functional.relu(1 + score);

    /// <inheritdoc/>
    protected override Tensor ForGenerator(Tensor score) => -score;
}
