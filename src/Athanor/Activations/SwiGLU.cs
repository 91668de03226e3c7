using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>value · SiLU(gate).</summary>
/// <remarks>Source: Shazeer 2020, eq. 6, where the gate is the first half; usual in large language models.</remarks>
[Spec("swiglu")]
public sealed record SwiGLU : GatedUnit
{
    /// <inheritdoc/>
    protected override Tensor Gate(Tensor gate) => functional.silu(gate);
}
