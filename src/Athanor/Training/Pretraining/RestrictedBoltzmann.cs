using Athanor.Activations;
using Athanor.Data;
using Athanor.Models;
using Athanor.Specs;

namespace Athanor.Training.Pretraining;

/// <summary>Each layer becomes a restricted Boltzmann machine, trained by contrastive divergence with one Gibbs step: a deep belief net's layers.</summary>
/// <remarks>
/// <para>For inputs v: p = σ(W v + b), h drawn from p, v′ = σ(Wᵀ h + a), p′ = σ(W v′ + b), and the step's direction is the batch's mean of p vᵀ − p′ v′ᵀ, p − p′ and v − v′. The
/// velocity of each is momentum · velocity + lr · direction. W and b are the layer's own and start as the model's initialization says; a starts at the log-odds of the inputs' means and is
/// thrown away with the layer's last epoch. What is recorded as loss is the mean squared error of v′, which contrastive divergence does not minimize.</para>
/// <para>Inputs are probabilities, within [0, 1], and the model's activation is sigmoid.</para>
/// <para>Source: Hinton 2002; Hinton 2010 (a practical guide, §3 and §8), with p for its samples in p vᵀ.</para>
/// </remarks>
[Spec("restricted-boltzmann")]
public sealed record RestrictedBoltzmann : PretrainingSpec
{
    private const double MostLogOdds = 0.99;

    /// <summary>Epochs a layer. Default 15; at least 1.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>The learning rate. Default 0.1; greater than 0.</summary>
    public double Lr { get; init; } = 0.1;

    /// <summary>The share of the last velocity that is kept, once the first epochs are over. Default 0.9; within [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The same in the first epochs, while the gradients are large. Default 0.5; within [0, 1).</summary>
    public double InitialMomentum { get; init; } = 0.5;

    /// <summary>How many epochs are the first. Default 5; 0 or more.</summary>
    public int InitialEpochs { get; init; } = 5;

    /// <summary>Pulls the weights, not the biases, towards 0: subtracted from the direction, times the weight. Default 0; 0 or greater.</summary>
    public double WeightDecay { get; init; }

    internal override int EpochsPerLayer => Epochs;

    /// <summary>What is the least and, from 1, the greatest mean whose log-odds a visible bias starts at: a pixel that is always empty would start at −∞.</summary>
    internal static double LeastMean => 1 - MostLogOdds;

    internal override void CheckModel(ModelSpec model, RecipePath at)
    {
        base.CheckModel(model, at);
        if (model.HiddenActivation is not Sigmoid)
        {
            throw at.Key("restricted-boltzmann").Refusal(
                "does-not-fit", $"units are on with the probability that a sigmoid gives, and the model's activation is '{NameOf(model.HiddenActivation!)}'; write activation: sigmoid, or pretraining: denoising-autoencoders");
        }
    }

    internal override void CheckInputs(Dataset training, RecipePath at)
    {
        (double least, double most) = InputFacts.Range(training);
        if (least < 0 || most > 1)
        {
            throw at.Refusal(
                "does-not-fit", $"the inputs of a restricted Boltzmann machine are probabilities, within [0, 1], and these run from {least:G4} to {most:G4}; write standardization: unit-range, or none where the data are within [0, 1] themselves");
        }
    }

    internal override LayerLearner NewLearner(LayerToLearn layer) => new BoltzmannLearner(this, layer);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Epochs, 1);
        at.Positive(Lr);
        at.WithinHalfOpen(Momentum, 0, 1);
        at.WithinHalfOpen(InitialMomentum, 0, 1);
        at.AtLeast(InitialEpochs, 0);
        at.NotNegative(WeightDecay);
    }
}
