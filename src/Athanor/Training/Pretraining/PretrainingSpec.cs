using Athanor.Data;
using Athanor.Models;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training.Pretraining;

/// <summary>How hidden layers are trained without targets before the training begins: greedily, each on the codes of the finished ones below it.</summary>
/// <remarks>
/// <para>Layers are stages of their own: batches of the recipe's size in orders of their own, in float32, without dropout, one update a batch. The training that follows,
/// with targets and through all layers, is the fine-tuning. Its optimizer begins anew.</para>
/// <para>Source: Hinton, Osindero and Teh 2006; Bengio et al. 2007. Members belong to Athanor.</para>
/// </remarks>
[SpecFamily("pretraining")]
public abstract record PretrainingSpec : Spec
{
    /// <summary>Epochs that each layer is trained for.</summary>
    internal abstract int EpochsPerLayer { get; }

    /// <summary>How many layers of <paramref name="model"/> are trained so.</summary>
    internal virtual int LayersOf(ModelSpec model) => model is MlpSpec mlp ? mlp.Hidden.Count : 0;

    /// <summary>Refuses a model whose layers can't be trained so.</summary>
    internal virtual void CheckModel(ModelSpec model, RecipePath at)
    {
        if (model is not MlpSpec mlp)
        {
            throw at.Refusal("does-not-fit", $"trains fully connected layers one by one, and a {NameOf(model)} has none that follow each other; take model: mlp, or pretraining: none");
        }

        Require(mlp.Hidden.Count > 0, "there is no hidden layer to train; give model.mlp.hidden sizes, or write pretraining: none");
        Require(mlp.Normalization is Normalization.NoNormalization, $"'{NameOf(mlp.Normalization)}' normalization stands between a layer and its code; write normalization: none, or pretraining: none");
        Require(!mlp.Residual, "shortcuts lead around the layers, so that no layer's input is the code of the one below; write residual: false, or pretraining: none");
        Require(mlp.Activation.WidthFactor == 1, $"'{NameOf(mlp.Activation)}' makes two layers' units one code; take an activation without a gate, or pretraining: none");

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                throw at.Refusal("does-not-fit", problem);
            }
        }
    }

    /// <summary>What a member is called in a document.</summary>
    private protected static string NameOf(Spec member) => SpecCatalog.NameOf(member.GetType()) ?? member.GetType().Name;

    /// <summary>Refuses inputs that it can't learn from.</summary>
    internal virtual void CheckInputs(Dataset training, RecipePath at)
    {
    }

    /// <summary>What trains one layer; the caller owns it.</summary>
    internal abstract LayerLearner NewLearner(LayerToLearn layer);

    /// <summary>What trains one layer, to be given the state that it had: nothing is known of its inputs.</summary>
    internal LayerLearner NewLearner(ILayerStack stack, int layer) => NewLearner(new LayerToLearn(stack.Weights(layer), stack.Activation(layer), zeros(stack.Weights(layer).weight!.shape[1]), IsUnitRange: false));
}
