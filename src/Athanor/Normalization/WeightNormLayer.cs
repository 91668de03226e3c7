using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>What <see cref="WeightNorm"/> makes of a layer.</summary>
internal sealed class WeightNormLayer(Module<Tensor, Tensor> layer) : ReparametrizedLayer(nameof(WeightNormLayer), layer, Register)
{
    protected override Tensor EffectiveWeight() => WeightNorm.Weight(get_parameter("direction")!, get_parameter("magnitude")!, 0);

    private static void Register(ReparametrizedLayer module, Tensor weight)
    {
        using var scope = NewDisposeScope();
        Tensor length = WeightNorm.Length(weight, 0);
        RefuseZero((length == 0).any().item<bool>(), "weight", "that of a unit");
        module.AddParameter("direction", weight.clone());
        module.AddParameter("magnitude", length);
    }
}
