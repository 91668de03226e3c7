using Athanor.Specs;
using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Scales the gradient of each unit (row) whose norm is large against that of the unit's weights.</summary>
/// <remarks>
/// Source: Brock et al. 2021, equation 3. A unit's norm runs over all dimensions but the first; a vector is one unit. The paper leaves the
/// last layer out; this takes all parameters.
/// </remarks>
[Spec("adaptive")]
public sealed record ClipAdaptive : ClippingSpec
{
    /// <summary>The largest ratio of a gradient's norm to its weights' norm that stays. Default 0.01; greater than 0.</summary>
    public double Clipping { get; init; } = 0.01;

    /// <summary>The least norm that weights are taken to have, so that zero weights can move. Default 1e-3; greater than 0.</summary>
    public double Eps { get; init; } = 1e-3;

    /// <inheritdoc/>
    public override void Clip(IEnumerable<Parameter> parameters) => GradientClipping.Adaptive(parameters, Clipping, Eps);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(Clipping);
        at.Positive(Eps);
    }
}
