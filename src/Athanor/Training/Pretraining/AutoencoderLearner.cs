using Athanor.Optimization;
using Athanor.Persistence;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Training.Pretraining;

/// <summary>A layer as the encoder of a denoising autoencoder with tied weights.</summary>
internal sealed class AutoencoderLearner : LayerLearner
{
    private const string VisibleBias = "visibleBias";
    private const string OptimizerState = "optimizer";
    private const string UnitRange = "unitRange";

    private readonly DenoisingAutoencoders _spec;
    private readonly LayerToLearn _layer;
    private readonly Parameter _visibleBias;
    private readonly Optimizer _optimizer;
    private readonly UpdateStep _update;
    private readonly Tensor _one;
    private readonly (bool Weight, bool Bias) _trained;
    private bool _isUnitRange;

    public AutoencoderLearner(DenoisingAutoencoders spec, LayerToLearn layer)
    {
        (_spec, _layer, _isUnitRange) = (spec, layer, layer.IsUnitRange);
        Device device = layer.Weights.weight!.device;
        _trained = (layer.Weights.weight!.requires_grad, layer.Weights.bias!.requires_grad);
        Train(weight: true, bias: true);
        _visibleBias = Parameter(zeros(layer.Weights.weight!.shape[1], layer.Weights.weight!.dtype, device));
        _visibleBias.DetachFromDisposeScope();
        _one = ones([], layer.Weights.weight!.dtype, device).DetachFromDisposeScope();
        _optimizer = spec.Optimizer.Build(ParameterGroups.For([("weight", layer.Weights.weight!), ("bias", layer.Weights.bias!), (VisibleBias, _visibleBias)], spec.Optimizer));
        _update = new UpdateStep(_optimizer, new NoClipping(), new NoRegularization());
    }

    public override (double Loss, double GradientNorm) Step(Tensor codes, int epoch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kept = rand(codes.shape, codes.dtype, codes.device) >= _spec.Corruption;
        Tensor loss = Loss(codes, codes * kept);
        loss.backward();
        UpdateReport update = _update.Apply(_spec.Optimizer.Lr, _one, 1 - loss.detach().isfinite().to_type(ScalarType.Float32));
        _optimizer.ZeroGradients();
        return (loss.to_type(ScalarType.Float64).item<double>(), update.TotalNorm.to_type(ScalarType.Float64).item<double>());
    }

    public override SavedState SaveState()
    {
        SavedState optimizer = SavedState.Of([(OptimizerState, _optimizer.SaveState())]);
        optimizer.Values[UnitRange] = _isUnitRange;
        return optimizer with { Tensors = new Dictionary<string, Tensor>(optimizer.Tensors, StringComparer.Ordinal) { [VisibleBias] = _visibleBias } };
    }

    public override void RestoreState(SavedState state)
    {
        using var gradients = no_grad();
        _visibleBias.copy_(state.Tensor(VisibleBias, _visibleBias));
        _optimizer.RestoreState(state.Part(OptimizerState));
        _isUnitRange = state.Values[UnitRange]!.GetValue<bool>();
    }

    public override void Dispose()
    {
        _update.Dispose();
        _optimizer.Dispose();
        _visibleBias.Dispose();
        _one.Dispose();
        Train(_trained.Weight, _trained.Bias);
    }

    /// <summary>What the training leaves alone is pre-trained all the same, and then put back.</summary>
    private void Train(bool weight, bool bias) => (_layer.Weights.weight!.requires_grad, _layer.Weights.bias!.requires_grad) = (weight, bias);

    /// <summary>How far what comes back from <paramref name="corrupted"/> codes is from the whole ones.</summary>
    internal Tensor Loss(Tensor codes, Tensor corrupted)
    {
        Tensor weight = _layer.Weights.weight!;
        Tensor hidden = _layer.Activation.forward(functional.linear(corrupted, weight, _layer.Weights.bias));
        Tensor back = functional.linear(hidden, weight.t(), _visibleBias);
        return _isUnitRange ? functional.binary_cross_entropy_with_logits(back, codes) : functional.mse_loss(back, codes);
    }
}
