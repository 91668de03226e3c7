using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>value · GELU(gate), the exact GELU.</summary>
/// <remarks>Source: Shazeer 2020, eq. 6, where the gate is the first half.</remarks>
[Spec("geglu")]
public sealed record GEGLU : GatedUnit
{
    /// <inheritdoc/>
    protected override Tensor Gate(Tensor gate) => functional.gelu(gate);
}
