using Athanor.Optimization;
using Athanor.Specs;

namespace Athanor.Training.Pretraining;

/// <summary>Each layer becomes the encoder of an autoencoder that gives its inputs back although some were set to 0: stacked denoising autoencoders.</summary>
/// <remarks>
/// <para>The decoder has the encoder's weights, transposed, and a bias of its own, which starts at 0; it is thrown away with the layer's last epoch. Inputs within [0, 1], which
/// codes of a sigmoid always are, come back through a sigmoid and are judged by binary cross-entropy, others as they are and by squared error; both are means
/// over samples and inputs, without the mask. Where the learning rate is too small the codes collapse to a constant: see the page.</para>
/// <para>Source: Vincent et al. 2008 and 2010 (masking noise, tied weights; there the loss is summed over inputs).</para>
/// </remarks>
[Spec("denoising-autoencoders")]
public sealed record DenoisingAutoencoders : PretrainingSpec
{
    /// <summary>Epochs a layer. Default 30; at least 1.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>How gradients become steps, anew for each layer. Default adam with lr 0.01.</summary>
    public OptimizerSpec Optimizer { get; init; } = new Adam { Lr = 0.01 };

    /// <summary>The share of a layer's inputs that are set to 0, drawn anew for each sample. Default 0.25; within [0, 1).</summary>
    public double Corruption { get; init; } = 0.25;

    internal override int EpochsPerLayer => Epochs;

    internal override LayerLearner NewLearner(LayerToLearn layer) => new AutoencoderLearner(this, layer);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Epochs, 1);
        at.WithinHalfOpen(Corruption, 0, 1);
    }
}
