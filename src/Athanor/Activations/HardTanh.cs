using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Activations;

/// <summary>clamp(x, min, max).</summary>
/// <remarks>The gradient at both bounds is 0. Source: Collobert 2004.</remarks>
[Spec("hard-tanh")]
public sealed record HardTanh : ActivationSpec
{
    /// <summary>The lower bound. Default −1.</summary>
    public double Min { get; init; } = -1;

    /// <summary>The upper bound. Default 1; greater than <see cref="Min"/>.</summary>
    public double Max { get; init; } = 1;

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build()
    {
        // TorchSharp 0.107's own leaves some numbers above the bounds, and clamp's gradient is 1 at them.
        (double min, double max) = (Min, Max);
        return new FunctionModule(nameof(HardTanh), x => x.masked_fill(x <= min, min).masked_fill(x >= max, max));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Require(Max > Min, $"{Max} is not greater than min, {Min}", nameof(Max));
}
