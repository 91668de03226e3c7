using Athanor.Activations;
using Athanor.Initialization;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Training;
using Athanor.Training.Pretraining;

namespace Athanor.Diagnosis.Treatments;

/// <summary>Changes of what the built-in models have in common; null for a model that has no such part.</summary>
internal static class ModelChange
{
    public static Recipe? Activation(Recipe recipe, ActivationSpec activation) => With(recipe, recipe.Model switch
    {
        MlpSpec mlp => mlp with { Activation = activation },
        ConvNetSpec net => net with { Activation = activation },
        ResNetSpec net => net with { Activation = activation },
        _ => null,
    });

    public static Recipe? Initialization(Recipe recipe, InitializerSpec initialization) => With(recipe, recipe.Model switch
    {
        MlpSpec mlp => mlp with { Initialization = initialization },
        ConvNetSpec net => net with { Initialization = initialization },
        ResNetSpec net => net with { Initialization = initialization },
        RecurrentSpec net => net with { Initialization = initialization },
        _ => null,
    });

    public static Recipe? Normalization(Recipe recipe, NormalizationSpec normalization) => With(recipe, recipe.Model switch
    {
        MlpSpec mlp => mlp with { Normalization = normalization },
        ConvNetSpec net => net with { Normalization = normalization },
        ResNetSpec net => net with { Normalization = normalization },
        _ => null,
    });

    public static Recipe? Output(Recipe recipe, ActivationSpec activation) => With(recipe, recipe.Model switch
    {
        MlpSpec mlp => mlp with { OutputActivation = activation },
        ConvNetSpec net => net with { OutputActivation = activation },
        ResNetSpec net => net with { OutputActivation = activation },
        RecurrentSpec net => net with { OutputActivation = activation },
        _ => null,
    });

    public static Recipe? Dropout(Recipe recipe, double share) => With(recipe, recipe.Model switch
    {
        MlpSpec mlp => mlp with { Dropout = share },
        ConvNetSpec net => net with { Dropout = share },
        ResNetSpec net => net with { Dropout = share },
        RecurrentSpec net => net with { Dropout = share },
        _ => null,
    });

    public static Recipe? Residual(Recipe recipe) => With(recipe, recipe.Model is MlpSpec mlp ? mlp with { Residual = true } : null);

    public static Recipe? Gated(Recipe recipe, RecurrentCell cell) => With(recipe, recipe.Model is RecurrentSpec { Cell: RecurrentCell.Rnn } net ? net with { Cell = cell } : null);

    /// <summary>Stacked denoising autoencoders where the hidden layers can be trained one by one.</summary>
    public static Recipe? Pretraining(Recipe recipe) =>
        recipe.Pretraining is NoPretraining && recipe.Model is MlpSpec { Hidden.Count: > 0, Residual: false, Normalization: NoNormalization, Activation.WidthFactor: 1 }
            ? recipe with { Pretraining = new DenoisingAutoencoders() }
            : null;

    /// <summary>More units: twice as many layers of four times the width, at least 64.</summary>
    public static Recipe? Larger(Recipe recipe) => With(recipe, recipe.Model switch
    {
        MlpSpec { Hidden.Count: 0 } mlp => mlp with { Hidden = [64, 64] },
        MlpSpec mlp => mlp with { Hidden = [.. mlp.Hidden.Concat(mlp.Hidden).Select(width => Math.Max(64, 4 * width))] },
        ConvNetSpec net => net with { Channels = [.. net.Channels.Select(width => 4 * width)] },
        ResNetSpec net => net with { Widths = [.. net.Widths.Select(width => 2 * width)] },
        RecurrentSpec net => net with { Hidden = 4 * net.Hidden },
        _ => null,
    });

    /// <summary>The initialization that keeps the size of what passes through the model's activation.</summary>
    public static Recipe? MatchingInitialization(Recipe recipe) => Initialization(recipe, recipe.Model switch
    {
        MlpSpec { Activation: var activation } => Matching(activation),
        ConvNetSpec { Activation: var activation } => Matching(activation),
        ResNetSpec { Activation: var activation } => Matching(activation),
        RecurrentSpec => new Orthogonal(),
        _ => new DefaultInitializer(),
    });

    private static InitializerSpec Matching(ActivationSpec activation) => activation is Sigmoid or Tanh or Softsign or Identity ? new XavierNormal() : new KaimingNormal();

    private static Recipe? With(Recipe recipe, ModelSpec? model) => model is null ? null : recipe with { Model = model };
}
