using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>A normalization followed by one scale and one shift for all numbers.</summary>
internal sealed class SharedScaleModule : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> _normalize;

    public SharedScaleModule(string name, Func<Tensor, Tensor> normalize)
        : base(name)
    {
        _normalize = normalize;
        this.AddParameter("weight", ones(1));
        this.AddParameter("bias", zeros(1));
    }

    public override Tensor forward(Tensor input) => (_normalize(input) * get_parameter("weight")!) + get_parameter("bias")!;
}
