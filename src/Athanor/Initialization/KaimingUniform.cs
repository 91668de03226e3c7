using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>U(−b, b) with b = √3·std, std = gain / √fan; the gain is that of the activation behind the layer.</summary>
/// <remarks>Source: He et al. 2015, eq. 10 and 14.</remarks>
[Spec("kaiming-uniform")]
public sealed record KaimingUniform : FanInitializer
{
    /// <summary>Which way the variance is kept. Default fan-in.</summary>
    public FanMode Mode { get; init; } = FanMode.FanIn;

    /// <inheritdoc/>
    public override double Std(Fans fans, double gain) => gain / Math.Sqrt(Mode == FanMode.FanIn ? fans.In : fans.Out);

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => Uniform(weight, Std(Fans.Of(weight), gain));
}
