using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x where x &gt; 0, <see cref="Alpha"/>·(exp(x) − 1) elsewhere.</summary>
/// <remarks>Source: Clevert, Unterthiner &amp; Hochreiter 2016.</remarks>
[Spec("elu")]
public sealed record ELU : ActivationSpec
{
    /// <summary>Where it saturates below 0. Default 1; greater than 0.</summary>
    public double Alpha { get; init; } = 1;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.ELU(Alpha);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Alpha);
}
