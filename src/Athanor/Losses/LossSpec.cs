using System.Runtime.InteropServices;
using Athanor.Data;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What training makes small. A member gives its terms; what every loss shares (shapes, mask, weight, reduction) lives here.</summary>
[SpecFamily("loss")]
public abstract record LossSpec : Spec
{
    /// <summary>The activation (name of the spec) that the loss applies to the logits itself, so that the model must not; or null.</summary>
    public virtual string? ContainedActivation => null;

    /// <summary>The class index of places that do not exist, for the loss and so for metrics beside it; or null.</summary>
    public virtual long? IgnoredLabel => null;

    /// <summary>The activation (name of the spec) that the model must end in, because the loss takes what it gives; or null for any.</summary>
    public virtual string? ExpectedActivation => null;

    /// <summary>Whether the loss of a batch is the sum of its samples' own: what accumulation needs.</summary>
    public virtual bool DecomposesOverSamples => true;

    /// <summary>Whether the loss compares with the batch's target.</summary>
    public virtual bool ReadsTarget => true;

    /// <summary>The further tensors that the loss can't do without: outputs of the model or fields of the batch.</summary>
    public virtual IReadOnlyList<string> Reads => [];

    /// <summary>The name by which documents choose the loss.</summary>
    internal string Name => SpecCatalog.NameOf(GetType()) ?? GetType().Name;

    /// <summary>The place that a refusal names where no document is at hand.</summary>
    internal string Place => $"loss {Name}";

    /// <summary>The terms and what they count. On the CPU targets are looked at; on a device that look would wait for all that is under way, see <see cref="CheckTargets"/>.</summary>
    /// <param name="input">Prediction, target, mask, weight and what else the loss reads.</param>
    /// <exception cref="RecipeException">A tensor is missing, shapes do not fit (both are named), a mask is not 0/1, or a target is out of range.</exception>
    public LossTerms Terms(in LossInput input)
    {
        (LossInput counted, LossInput fitted) = Prepared(input);
        if (input.Prediction.device_type == DeviceType.CPU)
        {
            RefuseUnfit(counted);
        }

        return Evaluate(fitted);
    }

    /// <summary>The loss reduced to one number (or none): mean is the sum of terms over their count.</summary>
    /// <exception cref="RecipeException">A tensor is missing, shapes do not fit (both are named), a mask is not 0/1, or a target is out of range.</exception>
    public Tensor Reduce(in LossInput input, Reduction reduction)
    {
        (LossInput counted, LossInput fitted) = Prepared(reduction == Reduction.None ? input with { KeepTerms = true } : input);
        RefuseUnfit(counted);
        LossTerms terms = Evaluate(fitted);
        return reduction == Reduction.BatchMean ? new LossTerms(terms.Sum, input.Samples(), double.NaN).Reduce(Reduction.Mean) : terms.Reduce(reduction);
    }

    /// <summary>Refuses samples that the loss can't judge, such as a class index beyond the classes. Asked over all samples before training.</summary>
    /// <param name="samples">Samples of the data set; where they carry their <see cref="BatchFields.SampleIndex"/>, the refusal names it.</param>
    /// <param name="task">What the model answers.</param>
    /// <param name="at">The place that the refusal names.</param>
    /// <exception cref="RecipeException">A target is missing or out of range, or a mask is not 0/1; the message names the sample.</exception>
    public virtual void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        CheckMask(samples.Mask, samples.SampleIndex, at);
        if (ReadsTarget)
        {
            Tensor targets = samples.Find(BatchFields.Target)
                ?? throw at.Refusal("missing-input", $"{Name} compares with a target, which this data does not give; it has {string.Join(", ", samples.Names)}");
            RefuseUnfit(targets, samples.Mask, samples.SampleIndex, task.Outputs, at);
        }
    }

    /// <summary>Refuses data and model that do not give all that the loss reads.</summary>
    /// <param name="given">The names of the batch's fields and of the model's further outputs.</param>
    /// <param name="at">The place that the refusal names.</param>
    /// <exception cref="RecipeException">Something is missing.</exception>
    public void CheckInputs(IEnumerable<string> given, RecipePath at)
    {
        string[] there = [.. given];
        string[] missing = [.. Reads.Except(there, StringComparer.Ordinal).Select(name => $"'{name}'")];
        if (missing.Length > 0)
        {
            throw at.Refusal(
                "missing-input",
                $"{Name} needs {string.Join(" and ", missing)}, which neither these data ({string.Join(", ", there)}) nor this model give; take a model that gives {(missing.Length > 1 ? "them as further outputs" : "it as a further output")}, or use the loss from C#");
        }
    }

    /// <summary>As <see cref="Terms"/>, for targets that training has looked at once (<see cref="CheckTargets"/>): no step pays for a second look.</summary>
    internal LossTerms TermsOfChecked(in LossInput input)
    {
        (LossInput counted, LossInput fitted) = Prepared(input);
        try
        {
            return Evaluate(fitted);
        }
        catch (ExternalException)
        {
            // A batch that was changed since: libtorch knows of an index, we of a label and its sample.
            RefuseUnfit(counted);
            throw;
        }
    }

    /// <summary>The member's formula, written with <see cref="LossInput.PerElement(Tensor)"/> or <see cref="LossInput.PerSample(Tensor)"/>.</summary>
    protected abstract LossTerms Evaluate(in LossInput x);

    /// <summary>Where targets can't be judged, and what they must be instead; null where every number is a target.</summary>
    /// <param name="targets">Targets, [samples, …].</param>
    /// <param name="outputs">How many numbers the model gives a sample: the classes, where the targets are such.</param>
    /// <returns>A bool tensor of the targets' shape, and the end of “target 3 of sample 7 is not …”.</returns>
    protected virtual (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => null;

    /// <summary>Brings the target to the prediction's shape, or refuses. Members whose target has another shape than the prediction override it.</summary>
    /// <remarks>
    /// A last axis of 1 that only one side has is dropped ([samples, 1] against [samples] would broadcast to a square). The target takes the prediction's type.
    /// Where the mask is 0 the target is read as 0 and the prediction as 1 (which has a logarithm), so that what stands there (a missing value, NaN) reaches no gradient.
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

        return x with { Prediction = x.Masked(prediction, 1), Target = x.Masked(target) };
    }

    /// <summary>The refusal that names the shapes of both sides.</summary>
    protected RecipeException Differ(in LossInput x) => Differ("prediction", x.Prediction, "target", x.Target);

    /// <summary>The refusal that names two tensors and their shapes.</summary>
    protected RecipeException Differ(string one, Tensor first, string other, Tensor second) =>
        new("shape", Place, $"{one} {Places.Describe(first)} and {other} {Places.Describe(second)} differ");

    private (LossInput Counted, LossInput Fitted) Prepared(in LossInput input)
    {
        CheckInputs(input);
        LossInput counted = DecomposesOverSamples ? input.WithoutWeightless() : input;
        return (counted, Fit(counted));
    }

    private void CheckInputs(in LossInput input)
    {
        if (ReadsTarget && !input.HasTarget)
        {
            throw new RecipeException("missing-input", Place, "there is no target to compare with");
        }

        foreach (string name in Reads)
        {
            if (input.Find(name) is null)
            {
                throw new RecipeException("missing-input", Place, $"needs '{name}', which neither the batch nor the model gives; in C# hand it over by LossInput.With");
            }
        }

        // On a device the look would wait for all that is under way; there the look before training has to do.
        if (input.Mask is { } mask && mask.device_type == DeviceType.CPU)
        {
            CheckMask(mask, null, new RecipePath(Place));
        }
    }

    private static void CheckMask(Tensor? mask, Tensor? samples, RecipePath at)
    {
        if (mask is not null && mask.dtype != ScalarType.Bool)
        {
            using DisposeScope scope = NewDisposeScope();
            RefuseFirst(mask, (mask != 0).logical_and(mask != 1), samples, at, "mask-not-binary", (value, sample) =>
                $"mask {Places.Describe(mask)} holds {value} at sample {sample}; a mask is 0 or 1 (for other weights give '{BatchFields.Weight}')");
        }
    }

    private void RefuseUnfit(in LossInput input)
    {
        if (ReadsTarget)
        {
            (Tensor prediction, Tensor target) = (input.Prediction, input.Target);
            string shapes = $" (prediction {Places.Describe(prediction)}, target {Places.Describe(target)})";
            RefuseUnfit(target, input.Mask, null, prediction.dim() > 1 ? prediction.shape[1] : 1, new RecipePath(Place), shapes);
        }
    }

    private void RefuseUnfit(Tensor targets, Tensor? mask, Tensor? samples, long outputs, RecipePath at, string shapes = "")
    {
        using DisposeScope scope = NewDisposeScope();
        if (Unfit(targets, outputs) is var (unfit, wanted))
        {
            Tensor counted = mask is not null && Places.Fits(mask, targets) ? unfit.logical_and(Places.Align(mask, targets, "mask") != 0) : unfit;
            RefuseFirst(targets, counted, samples, at, "label-out-of-range", (value, sample) =>
                $"{(targets.is_floating_point() ? "target" : "label")} {value} of sample {sample} is not {wanted}{shapes}");
        }
    }

    /// <summary>Refuses the first of the places that are wrong, by its value and its sample.</summary>
    private protected static void RefuseFirst(Tensor values, Tensor wrong, Tensor? samples, RecipePath at, string code, Func<double, long, string> problem)
    {
        Tensor places = wrong.nonzero();
        if (places.shape[0] > 0)
        {
            long row = places[0, 0].item<long>();
            double value = values[wrong][0].to_type(ScalarType.Float64).item<double>();
            throw at.Refusal(code, problem(value, samples is null ? row : samples[row].item<long>()));
        }
    }
}
