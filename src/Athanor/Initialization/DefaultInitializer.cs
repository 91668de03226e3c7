using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>PyTorch's own start of linear and convolution layers: weight and bias from U(−1/√fanIn, 1/√fanIn).</summary>
/// <remarks>A variance of 1/(3·fanIn): signals shrink from layer to layer in a deep stack, which the other members mend.</remarks>
[Spec("default")]
public sealed record DefaultInitializer : FanInitializer
{
    /// <inheritdoc/>
    public override double Std(Fans fans, double gain) => 1 / Math.Sqrt(3.0 * fans.In);

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => Uniform(weight, Std(Fans.Of(weight), gain));

    /// <inheritdoc/>
    protected override void FillBias(Tensor bias, Tensor weight) => Uniform(bias, Std(Fans.Of(weight), 1));
}
