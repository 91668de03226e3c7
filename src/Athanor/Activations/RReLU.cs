using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>x where x &gt; 0, a·x elsewhere: training draws a slope a from U(lower, upper) for every number, prediction takes their mean.</summary>
/// <remarks>
/// The gradient at 0 is the slope. Source: Xu et al. 2015, in PyTorch's form (they divide by a from U(3, 8), which is U(1/8, 1/3) only nearly).
/// Gain √(2 / (1 + a²)) at the mean slope.
/// </remarks>
[Spec("rrelu")]
public sealed record RReLU : ActivationSpec
{
    /// <summary>The least slope. Default 1/8.</summary>
    public double Lower { get; init; } = 1.0 / 8;

    /// <summary>The greatest slope. Default 1/3; at least <see cref="Lower"/>.</summary>
    public double Upper { get; init; } = 1.0 / 3;

    /// <inheritdoc/>
    public override double Gain => Math.Sqrt(2 / (1 + (Mean * Mean)));

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new RReLUModule(Lower, Upper);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Require(Upper >= Lower, $"{Upper} is less than lower, {Lower}", nameof(Upper));

    private double Mean => (Lower + Upper) / 2;
}
