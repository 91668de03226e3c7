using Athanor.Specs;
using TorchSharp.Modules;

namespace Athanor.Optimization;

/// <summary>Scales all gradients by one factor where their common norm is above <see cref="MaxNorm"/>, so that their direction stays.</summary>
/// <remarks>
/// Source: Pascanu et al. 2013, algorithm 1. The factor is min(1, maxNorm / (norm + 1e-6)), as in PyTorch.
/// </remarks>
[Spec("by-norm")]
public sealed record ClipByNorm : ClippingSpec
{
    /// <summary>The largest norm that stays, in units of the gradient. Default 1; greater than 0.</summary>
    public double MaxNorm { get; init; } = 1;

    /// <summary>The order of the norm: 1, 2, any other, infinity; 0 is read as infinity, as the literature writes it. Default 2.</summary>
    public double NormType { get; init; } = 2;

    /// <inheritdoc/>
    public override void Clip(IEnumerable<Parameter> parameters) => GradientClipping.ByNorm(parameters, MaxNorm, NormType);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Positive(MaxNorm);
        at.NotNegative(NormType);
    }
}
