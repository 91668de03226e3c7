using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>How activations are brought to a common scale between layers.</summary>
[SpecFamily("normalization")]
public abstract record NormalizationSpec : Spec
{
    /// <summary>The module for [samples, features], or null where there is nothing to do.</summary>
    public abstract Module<Tensor, Tensor>? BuildForFeatures(long features);

    /// <summary>The module for [samples, channels, height, width], or null where there is nothing to do.</summary>
    public abstract Module<Tensor, Tensor>? BuildForImages(long channels);

    /// <summary>Whether a sample's output depends on the others in its batch while training.</summary>
    public virtual bool MixesSamples => false;
}
