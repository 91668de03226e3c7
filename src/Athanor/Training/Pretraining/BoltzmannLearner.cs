using Athanor.Persistence;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Training.Pretraining;

/// <summary>A layer as a restricted Boltzmann machine under contrastive divergence.</summary>
internal sealed class BoltzmannLearner : LayerLearner
{
    private const string VisibleBiasName = "visibleBias";

    private readonly RestrictedBoltzmann _spec;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _visibleBias;
    private readonly (string Name, Tensor Tensor)[] _velocities;

    public BoltzmannLearner(RestrictedBoltzmann spec, LayerToLearn layer)
    {
        using DisposeScope scope = NewDisposeScope();
        _spec = spec;
        (_weight, _bias) = (layer.Weights.weight!, layer.Weights.bias!);
        _visibleBias = layer.Means.clamp(RestrictedBoltzmann.LeastMean, 1 - RestrictedBoltzmann.LeastMean).logit().to(_weight.dtype, _weight.device).DetachFromDisposeScope();
        _velocities =
        [
            ("weight", zeros_like(_weight, requires_grad: false).DetachFromDisposeScope()),
            ("bias", zeros_like(_bias, requires_grad: false).DetachFromDisposeScope()),
            (VisibleBiasName + "Velocity", zeros_like(_visibleBias).DetachFromDisposeScope()),
        ];
    }

    /// <summary>The bias of the inputs that are given back.</summary>
    internal Tensor VisibleBias => _visibleBias;

    public override (double Loss, double GradientNorm) Step(Tensor codes, int epoch)
    {
        using var gradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor likely = functional.linear(codes, _weight, _bias).sigmoid_();
        Tensor drawn = (rand(likely.shape, likely.dtype, likely.device) < likely).to_type(likely.dtype);
        Tensor back = functional.linear(drawn, _weight.t(), _visibleBias).sigmoid_();
        Tensor again = functional.linear(back, _weight, _bias).sigmoid_();

        Tensor error = codes - back;
        Tensor[] direction =
        [
            (likely.t().matmul(codes) - again.t().matmul(back)).div_(codes.shape[0]),
            (likely - again).mean([0L]),
            error.mean([0L]),
        ];
        Tensor norm = stack([.. direction.Select(part => part.square().sum())]).sum().sqrt();
        (double loss, double length) = (error.square().mean().item<float>(), norm.item<float>());
        if (double.IsFinite(loss) && double.IsFinite(length))
        {
            Move(direction, epoch < _spec.InitialEpochs ? _spec.InitialMomentum : _spec.Momentum);
        }

        return (loss, length);
    }

    public override SavedState SaveState() => new()
    {
        Tensors = _velocities.Append((VisibleBiasName, _visibleBias)).ToDictionary(entry => entry.Item1, entry => entry.Item2, StringComparer.Ordinal),
    };

    public override void RestoreState(SavedState state)
    {
        foreach ((string name, Tensor live) in _velocities.Append((VisibleBiasName, _visibleBias)))
        {
            live.copy_(state.Tensor(name, live));
        }
    }

    public override void Dispose()
    {
        _visibleBias.Dispose();
        foreach ((_, Tensor velocity) in _velocities)
        {
            velocity.Dispose();
        }
    }

    private void Move(Tensor[] direction, double momentum)
    {
        if (_spec.WeightDecay > 0)
        {
            direction[0].sub_(_weight * _spec.WeightDecay);
        }

        Tensor[] moved = [_weight, _bias, _visibleBias];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i].add_(_velocities[i].Tensor.mul_(momentum).add_(direction[i] * _spec.Lr));
        }
    }
}
