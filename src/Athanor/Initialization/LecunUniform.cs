using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>U(−b, b) with b = √(3 / fanIn), of variance 1 / fanIn.</summary>
/// <remarks>Source: LeCun et al. 1998, Efficient BackProp, eq. 16.</remarks>
[Spec("lecun-uniform")]
public sealed record LecunUniform : FanInitializer
{
    /// <inheritdoc/>
    public override double Std(Fans fans, double gain) => Math.Sqrt(1.0 / fans.In);

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => Uniform(weight, Std(Fans.Of(weight), gain));
}
