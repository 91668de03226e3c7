using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x where x &gt; 0, a·x elsewhere, the slope a learned.</summary>
/// <remarks>
/// <para>Parameter <c>weight</c>: [1], or [units] along axis 1 with <see cref="PerChannel"/>. The gradient at 0 is the slope.</para>
/// <para>Source: He et al. 2015, eq. 1; they leave weight decay off the slopes, as it pulls them to ReLU. Gain √(2 / (1 + init²)).</para>
/// </remarks>
[Spec("prelu")]
public sealed record PReLU : ActivationSpec
{
    /// <summary>The slope at the start. Default 0.25.</summary>
    public double Init { get; init; } = 0.25;

    /// <summary>Whether every unit (for images, every channel) learns a slope of its own. Default false: one for the layer.</summary>
    public bool PerChannel { get; init; }

    /// <inheritdoc/>
    public override double Gain => Math.Sqrt(2 / (1 + (Init * Init)));

    /// <summary>The module with one slope.</summary>
    /// <exception cref="InvalidOperationException">With <see cref="PerChannel"/>, which needs to know how many: <see cref="BuildFor"/>.</exception>
    public override Module<Tensor, Tensor> Build() => PerChannel
        ? throw new InvalidOperationException("a prelu by channel needs the number of channels; call BuildFor(channels)")
        : torch.nn.PReLU(1, Init);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> BuildFor(long units) => torch.nn.PReLU(PerChannel ? units : 1, Init);
}
