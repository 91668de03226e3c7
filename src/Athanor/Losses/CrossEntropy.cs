using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>The negative log-likelihood of the right class under the softmax of the logits, in nats.</summary>
/// <remarks>
/// <para>Prediction: logits [samples, classes, …]. Target: class indexes (int64, [samples, …]) or probabilities (float, the logits' shape).</para>
/// <para>Terms: one a sample and place. Counted: the weight of the sample's class (1 without weights, 0 where ignored); with probabilities as targets 1.</para>
/// <para>Smoothing as in PyTorch: (1 − s)·w_y·(−log p_y) + s/C·Σ_c w_c·(−log p_c). Source: Szegedy et al. 2016 (smoothing).</para>
/// </remarks>
[Spec("cross-entropy")]
public sealed record CrossEntropy : LossSpec
{
    /// <summary>The share of the target's mass that is spread over all classes. Default 0; within [0, 1].</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>A weight for each class, that multiplies term and count; empty for 1 each. Default empty; 0 or more each.</summary>
    public ValueList<double> Weight { get; init; } = [];

    /// <summary>A class index whose samples neither add to the loss nor count; null for none. Default null.</summary>
    public long? IgnoreIndex { get; init; }

    /// <inheritdoc/>
    public override long? IgnoredLabel => IgnoreIndex;

    /// <inheritdoc/>
    public override string ContainedActivation => "softmax";

    /// <inheritdoc/>
    public override void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        at.Require(Weight.Count == 0 || Weight.Count == task.Outputs, $"{Weight.Count} weights for {task.Outputs} classes; give one for each class", nameof(Weight));
        if (samples.TryGet(BatchFields.Target, out Tensor? targets) && !ClassLabels.AreIndexes(targets))
        {
            at.Require(task.Kind != TaskKind.Binary, "the task is yes or no, which one logit answers; take bce-with-logits");
            at.Require(
                task.Kind == TaskKind.MultiClass && targets.dim() > 1 && targets.shape[1] == task.Outputs,
                "the targets are values, not classes; take mse, mae or huber, or say that they are classes (for a CSV: task: multi-class)");
        }
        else
        {
            at.Require(task.Outputs > 1, "one logit has nothing to be compared with; take bce-with-logits for yes or no");
        }

        base.CheckTargets(samples, task, at);
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ClassLabels.AreIndexes(targets)
        ? ClassLabels.Unfit(targets, outputs, IgnoreIndex)
        : ((targets < 0).logical_or(targets > 1), "a probability within [0, 1]");

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Within(LabelSmoothing, 0, 1);
        foreach (double weight in Weight)
        {
            at.NotNegative(weight, nameof(Weight));
        }
    }

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        if (ClassLabels.AreIndexes(x.Target))
        {
            return ClassLabels.Fit(x.Prediction, x.Target) ? ClassLabels.Masked(x) : throw Differ(x);
        }

        if (!Places.SameShape(x.Prediction, x.Target))
        {
            throw Differ(x);
        }

        if (IgnoreIndex is >= 0 and var index)
        {
            throw new RecipeException("shape", Place, $"the targets are probabilities, among which no class {index} can be ignored; remove ignoreIndex");
        }

        Tensor target = x.Target.to_type(x.Prediction.dtype);
        return x.Mask is null
            ? x with { Target = target }
            : x with { Prediction = ClassLabels.MaskedScores(x, x.Prediction), Target = ClassLabels.MaskedScores(x, target) };
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor? weight = ClassLabels.Weights(Weight, x.Prediction, Name);
        Tensor terms = functional.cross_entropy(
            x.Prediction,
            x.Target,
            weight,
            IgnoreIndex ?? long.MinValue,
            x.IsPlain ? nn.Reduction.Sum : nn.Reduction.None,
            LabelSmoothing);
        Tensor? counts = ClassLabels.AreIndexes(x.Target) ? ClassLabels.Counts(x.Target, weight, IgnoreIndex, x.Prediction.dtype) : null;
        return (x.IsPlain, counts) switch
        {
            (true, null) => x.Summed(terms, (double)x.Prediction.numel() / x.Prediction.shape[1]),
            (true, _) => x.Summed(terms, counts.sum()),
            (false, null) => x.PerElement(terms),
            (false, _) => x.PerElement(terms, counts),
        };
    }
}
