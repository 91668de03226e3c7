using Athanor.Data;
using Athanor.Models;
using Athanor.Persistence;
using Athanor.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <content>Training hidden layers one by one, before the first step.</content>
public sealed partial class TrainingSession
{
    private readonly ILayerStack? _stack;
    private PretrainedLayer? _layer;

    /// <summary>Hidden layers that the recipe trains one by one before the first step; 0 without pre-training.</summary>
    public int PretrainedLayers => _stack?.HiddenLayers ?? 0;

    /// <summary>Begins to train hidden layer <paramref name="layer"/> on the codes of those below it; the layer before it ends.</summary>
    /// <param name="layer">Which, from 0 to <see cref="PretrainedLayers"/> − 1, in this order.</param>
    /// <param name="training">The training part, which is read once for what the layer's inputs are like.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer to pre-train.</exception>
    public void BeginPretraining(int layer, Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, PretrainedLayers);
        EndPretraining();
        using DisposeScope scope = NewDisposeScope();
        (Tensor means, _, bool isUnitRange) = CodesOf(training, layer);
        _layer = new PretrainedLayer(layer, _recipe.Pretraining.NewLearner(new LayerToLearn(_stack!.Weights(layer), _stack.Activation(layer), means.to_type(ScalarType.Float32), isUnitRange)));
    }

    /// <summary>Begins an epoch of the layer's pre-training: its mean loss starts anew.</summary>
    public void BeginPretrainingEpoch() => _layer?.BeginEpoch();

    /// <summary>One update of the layer that is being pre-trained; layers below and above it stay as they are.</summary>
    /// <param name="batch">Samples, on any device; the caller goes on owning them. Only the inputs are looked at.</param>
    /// <param name="epoch">The layer's epoch, from 0.</param>
    /// <returns>The layer's loss on the batch, before the update.</returns>
    /// <exception cref="InvalidOperationException">No layer has begun, or the training has diverged.</exception>
    public double Pretrain(Batch batch, int epoch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        PretrainedLayer layer = _layer ?? throw new InvalidOperationException("no layer is being pre-trained; BeginPretraining comes first");
        if (Divergence is not null)
        {
            throw new InvalidOperationException($"the training has {Divergence}; make a new session");
        }

        using DisposeScope scope = NewDisposeScope();
        (double loss, double norm) = layer.Learner.Step(CodeOf(batch.Inputs.to(_device), layer.Index), epoch);
        if (double.IsFinite(loss) && double.IsFinite(norm))
        {
            layer.Add(loss, batch.Size);
        }
        else
        {
            Divergence = new Divergence(layer.Steps + 1, loss, norm, "") { PretrainedLayer = $"layer {layer.Index + 1}" };
        }

        return loss;
    }

    /// <summary>Ends the pre-training of the layer under way; what it needed beside the model is thrown away.</summary>
    public void EndPretraining()
    {
        _layer?.Dispose();
        _layer = null;
    }

    /// <summary>Mean loss and samples of the layer's epoch under way.</summary>
    internal (double Loss, long Samples) PretrainingEpoch => _layer is null ? (double.NaN, 0) : (_layer.Loss, _layer.Samples);

    /// <summary>The standard deviation over samples of the codes of the first <paramref name="layers"/> layers, a mean over units.</summary>
    internal double CodeDeviation(Dataset training, int layers)
    {
        using DisposeScope scope = NewDisposeScope();
        return CodesOf(training, layers).Deviations.mean().item<double>();
    }

    private (Tensor Means, Tensor Deviations, bool IsUnitRange) CodesOf(Dataset training, int layers) =>
        InputFacts.Of(training, inputs => CodeOf(inputs.to(_device), layers));

    private Tensor CodeOf(Tensor inputs, int layers)
    {
        using var gradients = no_grad();
        return _stack!.Code(inputs, layers);
    }

    private void RestorePretraining(SavedState state)
    {
        EndPretraining();
        if (state.Values.ContainsKey(PretrainedLayer.IndexName))
        {
            using DisposeScope scope = NewDisposeScope();
            int index = (int)state.Integer(PretrainedLayer.IndexName);
            _layer = new PretrainedLayer(index, _recipe.Pretraining.NewLearner(_stack!, index));
            _layer.RestoreState(state);
        }
    }
}
