using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>All 0: every unit of a layer stays like the others, so that hidden layers learn nothing; for showing just that.</summary>
[Spec("zeros")]
public sealed record Zeros : InitializerSpec
{
    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => weight.zero_();
}
