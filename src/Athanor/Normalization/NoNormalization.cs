using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>Activations stay as they are.</summary>
[Spec("none")]
public sealed record NoNormalization : NormalizationSpec
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor>? BuildForFeatures(long features) => null;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor>? BuildForImages(long channels) => null;
}
