using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>What <see cref="WeightNorm"/> makes of a layer.</summary>
internal sealed class WeightNormLayer(Module<Tensor, Tensor> layer) : ReparametrizedLayer(nameof(WeightNormLayer), layer, Register)
{
    protected override Tensor EffectiveWeight() => WeightNorm.Weight(get_parameter("direction")!, get_parameter("magnitude")!, 0);

    private static void Register(ReparametrizedLayer module, Tensor weight)
    {
        module.AddParameter("direction", weight.clone());
        using var scope = NewDisposeScope();
        module.AddParameter("magnitude", WeightNorm.Length(weight, 0));
    }
}
