using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>What <see cref="SpectralNorm"/> makes of a layer.</summary>
internal sealed class SpectralNormLayer : ReparametrizedLayer
{
    private const int IterationsAtFirst = 15;

    private readonly int _iterations;
    private readonly double _eps;

    public SpectralNormLayer(Module<Tensor, Tensor> layer, int iterations, double eps)
        : base(nameof(SpectralNormLayer), layer, (module, weight) => Register(module, weight, eps)) => (_iterations, _eps) = (iterations, eps);

    protected override Tensor EffectiveWeight()
    {
        Tensor weight = get_parameter("weight")!;
        Tensor keptU = get_buffer("u")!, keptV = get_buffer("v")!;
        if (training)
        {
            (Tensor u, Tensor v) = SpectralNorm.Iterate(weight, keptU, _iterations, _eps);
            using var frozen = no_grad();
            keptU.copy_(u);
            keptV.copy_(v);
        }

        // Clones: a later pass may change the buffers before this one's gradient is taken.
        return weight / SpectralNorm.Sigma(weight, keptU.clone(), keptV.clone());
    }

    private static void Register(ReparametrizedLayer module, Tensor weight, double eps)
    {
        using var scope = NewDisposeScope();
        RefuseZero((weight == 0).all().item<bool>(), "spectral", "a layer's");
        module.AddParameter("weight", weight.clone());
        Tensor start = randn(weight.shape[0]);
        (Tensor u, Tensor v) = SpectralNorm.Iterate(weight, start / start.norm(), IterationsAtFirst, eps);
        module.AddBuffer("u", u);
        module.AddBuffer("v", v);
    }
}
