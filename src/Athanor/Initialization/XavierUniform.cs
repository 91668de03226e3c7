using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>U(−b, b) with b = √3·std, std = gain·√(2 / (fanIn + fanOut)).</summary>
/// <remarks>Source: Glorot &amp; Bengio 2010, eq. 16.</remarks>
[Spec("xavier-uniform")]
public sealed record XavierUniform : FanInitializer
{
    /// <summary>Multiplies the standard deviation. Default 1, whatever the activation, as in PyTorch; greater than 0.</summary>
    public double Gain { get; init; } = 1;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Gain);

    /// <inheritdoc/>
    public override double Std(Fans fans, double gain) => Gain * Math.Sqrt(2.0 / (fans.In + fans.Out));

    /// <inheritdoc/>
    protected override void Fill(Tensor weight, double gain) => Uniform(weight, Std(Fans.Of(weight), gain));
}
