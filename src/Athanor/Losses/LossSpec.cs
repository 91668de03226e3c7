using Athanor.Data;
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

    /// <summary>The name by which documents choose the loss.</summary>
    internal string Name => SpecCatalog.NameOf(GetType()) ?? GetType().Name;

    /// <summary>The terms and what they count.</summary>
    /// <param name="input">Prediction, target, mask, weight and what else the loss reads.</param>
    /// <exception cref="RecipeException">Shapes do not fit; both are named.</exception>
    public LossTerms Terms(in LossInput input) => Evaluate(Fit(input));

    /// <summary>The loss reduced to one number (or none): mean is the sum of terms over their count.</summary>
    /// <exception cref="RecipeException">Shapes do not fit; both are named.</exception>
    public Tensor Reduce(in LossInput input, Reduction reduction) =>
        Terms(reduction == Reduction.None ? input with { KeepTerms = true } : input).Reduce(reduction);

    /// <summary>Refuses targets that the loss can't judge, such as a class index beyond the classes. Asked once over all targets, before training.</summary>
    /// <param name="targets">The targets of the whole data set, [samples, …].</param>
    /// <param name="task">What the model answers.</param>
    /// <param name="at">The place that the refusal names.</param>
    /// <exception cref="RecipeException">A target is out of range; the message names the sample.</exception>
    public virtual void CheckTargets(Tensor targets, TaskInfo task, RecipePath at)
    {
    }

    /// <summary>The member's formula, written with <see cref="LossInput.PerElement(Tensor)"/> or <see cref="LossInput.PerSample"/>.</summary>
    protected abstract LossTerms Evaluate(in LossInput x);

    /// <summary>Brings the target to the prediction's shape, or refuses. Members whose target has another shape than the prediction override it.</summary>
    /// <remarks>
    /// A last axis of 1 that only one side has is dropped ([samples, 1] against [samples] would broadcast to a square). The target takes the prediction's type.
    /// Where the mask is 0 the target is read as 0, so that what stands there (a missing value, NaN) reaches no gradient.
    /// </remarks>
    protected virtual LossInput Fit(in LossInput x)
    {
        Tensor prediction = x.Prediction;
        Tensor target = x.Target;
        if (!Places.SameShape(prediction, target))
        {
            if (Places.HasOneMoreAxisOf1(prediction, target))
            {
                prediction = prediction.squeeze(-1);
            }
            else if (Places.HasOneMoreAxisOf1(target, prediction))
            {
                target = target.squeeze(-1);
            }
            else
            {
                throw Differ(x);
            }
        }

        if (target.dtype != prediction.dtype)
        {
            target = target.to_type(prediction.dtype);
        }

        return x with { Prediction = prediction, Target = WithoutMasked(x, target) };
    }

    /// <summary>The target with 0 where the mask is 0; itself without a mask.</summary>
    protected static Tensor WithoutMasked(in LossInput x, Tensor target) =>
        x.Mask is null ? target : where(Places.Align(x.Mask, target, "mask") == 0, zeros_like(target), target);

    /// <summary>The refusal that names the shapes of both sides.</summary>
    protected RecipeException Differ(in LossInput x) =>
        new("shape", "", $"loss {Name}: prediction {Places.Describe(x.Prediction)} and target {Places.Describe(x.Target)} differ");
}
