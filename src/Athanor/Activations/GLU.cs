using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Activations;

/// <summary>value · sigmoid(gate).</summary>
/// <remarks>Source: Dauphin et al. 2017, eq. 1.</remarks>
[Spec("glu")]
public sealed record GLU : GatedUnit
{
    /// <inheritdoc/>
    protected override Tensor Gate(Tensor gate) => sigmoid(gate);
}
