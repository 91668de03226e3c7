using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x where x &gt; 0, <see cref="NegativeSlope"/>·x elsewhere, so that no unit dies.</summary>
/// <remarks>Source: Maas, Hannun &amp; Ng 2013. Gain √(2 / (1 + slope²)).</remarks>
[Spec("leaky-relu")]
public sealed record LeakyReLU : ActivationSpec
{
    /// <summary>The slope below 0. Default 0.01.</summary>
    public double NegativeSlope { get; init; } = 0.01;

    /// <inheritdoc/>
    public override double Gain => Math.Sqrt(2 / (1 + (NegativeSlope * NegativeSlope)));

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => torch.nn.LeakyReLU(NegativeSlope);
}
