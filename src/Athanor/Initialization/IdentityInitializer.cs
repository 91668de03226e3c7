using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>Layers that pass their input on: the identity matrix times <see cref="Gain"/>; in convolutions the identity at the kernel's middle, 0 around it.</summary>
/// <remarks>
/// Where a layer has more outputs than inputs, those behind the inputs start at 0; where it has fewer, the first inputs are passed. Of a recurrent layer's
/// stacked gates the first alone gets it. Source: Le, Jaitly &amp; Hinton 2015 (with ReLU in recurrent layers); for convolutions PyTorch's dirac_ with one group.
/// </remarks>
[Spec("identity")]
public sealed record IdentityInitializer : InitializerSpec
{
    /// <summary>Multiplies the matrix. Default 1, whatever the activation; not 0.</summary>
    public double Gain { get; init; } = 1;

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain)
    {
        weight.zero_();
        Tensor middle = weight;
        while (middle.dim() > 2)
        {
            middle = middle.select(2, middle.shape[2] / 2);
        }

        middle.diagonal().fill_(Gain);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Require(Gain != 0, "0 gives no identity; take zeros", nameof(Gain));
}
