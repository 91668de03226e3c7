using Athanor.Specs;
using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Clamps every element of every gradient to [−<see cref="ClipValue"/>, <see cref="ClipValue"/>]; the gradient's direction may change.</summary>
[Spec("by-value")]
public sealed record ClipByValue : ClippingSpec
{
    /// <summary>The largest size of an element that stays, in units of the gradient. Default 1; greater than 0.</summary>
    public double ClipValue { get; init; } = 1;

    /// <inheritdoc/>
    public override void Clip(IEnumerable<Parameter> parameters) => GradientClipping.ByValue(parameters, ClipValue);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(ClipValue);
}
