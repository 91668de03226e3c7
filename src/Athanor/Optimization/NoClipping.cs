using Athanor.Specs;
using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Gradients stay as they are: the default.</summary>
[Spec("none")]
public sealed record NoClipping : ClippingSpec
{
    /// <inheritdoc/>
    public override void Clip(IEnumerable<Parameter> parameters)
    {
    }
}
