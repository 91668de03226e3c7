using static TorchSharp.torch;

namespace Athanor.Normalization;

/// <summary>What <see cref="BatchNorm"/> builds where it leaves a single sample as it is in evaluation.</summary>
internal sealed class KeepingBatchNormModule(long features, double eps, double momentum, bool affine)
    : RunningStatisticsModule(nameof(BatchNorm), features, eps, momentum, affine)
{
    public override Tensor forward(Tensor input) => !training && input.shape[0] == 1 ? input : Plain(input);
}
