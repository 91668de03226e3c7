using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>N(0, 1 / fanIn).</summary>
/// <remarks>Source: LeCun et al. 1998, Efficient BackProp, eq. 16; what SELU asks for.</remarks>
[Spec("lecun-normal")]
public sealed record LecunNormal : FanInitializer
{
    /// <inheritdoc/>
    public override double Std(Fans fans, double gain) => Math.Sqrt(1.0 / fans.In);

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => Normal(weight, Std(Fans.Of(weight), gain));
}
