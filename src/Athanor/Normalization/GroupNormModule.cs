using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>What <see cref="GroupNorm"/> builds. TorchSharp's own refuses [samples, features] and leaves its parameters as the allocator found them.</summary>
internal sealed class GroupNormModule : Module<Tensor, Tensor>
{
    private readonly long _groups;
    private readonly double _eps;
    private readonly bool _affine;

    public GroupNormModule(long groups, long channels, double eps, bool affine)
        : base(nameof(GroupNorm))
    {
        (_groups, _eps, _affine) = (groups, eps, affine);
        if (affine)
        {
            this.AddParameter("weight", ones(channels));
            this.AddParameter("bias", zeros(channels));
        }
    }

    public override Tensor forward(Tensor input) => _affine
        ? functional.group_norm(input, _groups, get_parameter("weight"), get_parameter("bias"), _eps)
        : functional.group_norm(input, _groups, eps: _eps);
}
