using Athanor.Data;
using Athanor.Specs;
using TorchSharp;
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
    public override string ContainedActivation => "softmax";

    /// <inheritdoc/>
    public override void CheckTargets(Tensor targets, TaskInfo task, RecipePath at)
    {
        at.Require(Weight.Count == 0 || Weight.Count == task.Outputs, $"{Weight.Count} weights for {task.Outputs} classes; give one for each class", nameof(Weight));
        if (!IsIndex(targets))
        {
            at.Require(
                task.Kind == TaskKind.MultiClass && targets.dim() > 1 && targets.shape[1] == task.Outputs,
                "the targets are values, not classes; take mse, mae or huber, or say that they are classes (for a CSV: task: multi-class)");
            return;
        }

        at.Require(task.Outputs > 1, "one logit has nothing to be compared with; take bce-with-logits for yes or no");
        using DisposeScope scope = NewDisposeScope();
        Tensor wrong = (targets < 0).logical_or(targets >= task.Outputs);
        if (IgnoreIndex is { } ignored)
        {
            wrong = wrong.logical_and(targets != ignored);
        }

        Tensor places = wrong.nonzero();
        if (places.shape[0] > 0)
        {
            long sample = places[0, 0].item<long>();
            long label = targets[wrong][0].to_type(ScalarType.Int64).item<long>();
            throw at.Refusal("label-out-of-range", $"label {label} of sample {sample} is not among the {task.Outputs} classes 0…{task.Outputs - 1}");
        }
    }

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
        long[] logits = x.Prediction.shape;
        long[] target = x.Target.shape;
        if (!IsIndex(x.Target))
        {
            return logits.AsSpan().SequenceEqual(target) ? x with { Target = Probabilities(x) } : throw Differ(x);
        }

        bool fits = logits.Length == target.Length + 1 && target.Length > 0 && logits[0] == target[0] && logits.AsSpan(2).SequenceEqual(target.AsSpan(1));
        if (!fits)
        {
            throw Differ(x);
        }

        return x.Target.dtype == ScalarType.Int64 && x.Mask is null ? x : x with { Target = WithoutMasked(x, x.Target.to_type(ScalarType.Int64)) };
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor? weight = Weight.Count == 0 ? null : tensor([.. Weight], x.Prediction.dtype, x.Prediction.device);
        Tensor terms = functional.cross_entropy(
            x.Prediction,
            x.Target,
            weight,
            IgnoreIndex ?? long.MinValue,
            x.IsPlain ? nn.Reduction.Sum : nn.Reduction.None,
            LabelSmoothing);
        Tensor? counts = IsIndex(x.Target) ? Counts(x.Target, weight, x.Prediction) : null;
        return (x.IsPlain, counts) switch
        {
            (true, null) => x.Summed(terms, (double)x.Prediction.numel() / x.Prediction.shape[1]),
            (true, _) => x.Summed(terms, counts.sum()),
            (false, null) => x.PerElement(terms),
            (false, _) => x.PerElement(terms, counts),
        };
    }

    /// <summary>What each target counts, in its shape; null where that is 1.</summary>
    private Tensor? Counts(Tensor target, Tensor? weight, Tensor like)
    {
        Tensor? kept = IgnoreIndex is { } ignored ? target != ignored : null;
        if (weight is null)
        {
            return kept?.to_type(like.dtype);
        }

        Tensor index = kept is null ? target : where(kept, target, zeros_like(target));
        Tensor counts = weight.index_select(0, index.flatten()).view(target.shape);
        return kept is null ? counts : counts * kept;
    }

    /// <summary>The target with zeros where the mask, which knows no axis of classes, is 0.</summary>
    private static Tensor Probabilities(in LossInput x)
    {
        Tensor target = x.Target.to_type(x.Prediction.dtype);
        if (x.Mask is null)
        {
            return target;
        }

        Tensor mask = Places.Align(x.Mask, target.select(1, 0), "mask").unsqueeze(1);
        return where(mask == 0, zeros_like(target), target);
    }

    private static bool IsIndex(Tensor target) => !target.is_floating_point();
}
