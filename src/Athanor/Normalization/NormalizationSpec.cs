using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>How activations are brought to a common scale between layers, or the weights in front of them.</summary>
[SpecFamily("normalization")]
public abstract record NormalizationSpec : Spec
{
    /// <summary>The module for [samples, features], or null where nothing stands behind the layer.</summary>
    public abstract Module<Tensor, Tensor>? BuildForFeatures(long features);

    /// <summary>The module for [samples, channels, height, width], or null where nothing stands behind the layer.</summary>
    public abstract Module<Tensor, Tensor>? BuildForImages(long channels);

    /// <summary>The layer with its weight normalized; the layer itself unless the member normalizes weights.</summary>
    /// <param name="layer">A linear layer or a convolution, initialized. Who is given another module back no longer owns this one.</param>
    public virtual Module<Tensor, Tensor> Wrap(Module<Tensor, Tensor> layer) => layer;

    /// <summary>Whether a sample's output depends on the others in its batch while training.</summary>
    public virtual bool MixesSamples => false;

    /// <summary>Refuses layers that the member can't normalize.</summary>
    /// <param name="units">Features or channels of the layer.</param>
    /// <param name="hasPlaces">Whether a channel has several places, as in images.</param>
    /// <param name="at">The member's place.</param>
    /// <exception cref="RecipeException">The member can't.</exception>
    public virtual void CheckUnits(long units, bool hasPlaces, RecipePath at)
    {
    }
}
