using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What training makes small. A member gives its terms; what every loss shares (shapes, mask, weight, reduction) lives here.</summary>
[SpecFamily("loss")]
public abstract record LossSpec : Spec
{
    /// <summary>The activation (name of the spec) that the loss applies to the logits itself, so that the model must not; or null.</summary>
    public virtual string? ContainedActivation => null;

    /// <summary>Whether the loss of a batch is the sum of its samples' own: what accumulation needs.</summary>
    public virtual bool DecomposesOverSamples => true;

    /// <summary>The terms and what they count.</summary>
    /// <param name="input">Prediction, target, mask, weight and what else the loss reads.</param>
    /// <exception cref="RecipeException">Shapes do not fit; both are named.</exception>
    public LossTerms Terms(in LossInput input) => Evaluate(input);

    /// <summary>The member's formula, written with <see cref="LossInput.PerElement"/> or <see cref="LossInput.PerSample"/>.</summary>
    protected abstract LossTerms Evaluate(in LossInput x);

    /// <summary>The loss reduced to one number (or none): mean is the sum of terms over their count.</summary>
    public Tensor Reduce(in LossInput input, Reduction reduction) => Terms(input).Reduce(reduction);
}
