using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>Binary cross-entropy of each logit's sigmoid, in nats: for yes or no, and for several labels at once.</summary>
/// <remarks>
/// <para>Prediction: logits of any shape. Target: the same shape, 0/1 or a probability. Terms: one an element; counted: the elements that the mask leaves.</para>
/// <para>Weights scale the term only, never the count, as in PyTorch. A batch's field <c>termWeight</c> (any shape that broadcasts to the logits') does so by place.</para>
/// </remarks>
[Spec("bce-with-logits")]
public sealed record BceWithLogits : LossSpec
{
    /// <summary>The batch's field that scales terms by place.</summary>
    public const string TermWeight = "termWeight";

    /// <summary>Multiplies the part of the target 1, one for each entry of the last axis or one for all; empty for 1. Default empty; 0 or more each.</summary>
    public ValueList<double> PosWeight { get; init; } = [];

    /// <summary>Multiplies the terms, one for each entry of the last axis or one for all; empty for 1. Default empty; 0 or more each.</summary>
    public ValueList<double> Weight { get; init; } = [];

    /// <inheritdoc/>
    public override string ContainedActivation => "sigmoid";

    /// <inheritdoc/>
    public override void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        at.Require(PosWeight.Count <= 1 || PosWeight.Count == task.Outputs, $"{PosWeight.Count} weights for {task.Outputs} logits; give one for each or one for all", nameof(PosWeight));
        at.Require(Weight.Count <= 1 || Weight.Count == task.Outputs, $"{Weight.Count} weights for {task.Outputs} logits; give one for each or one for all", nameof(Weight));
        base.CheckTargets(samples, task, at);
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ((targets < 0).logical_or(targets > 1), "within [0, 1]");

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        foreach (double weight in PosWeight)
        {
            at.NotNegative(weight, nameof(PosWeight));
        }

        foreach (double weight in Weight)
        {
            at.NotNegative(weight, nameof(Weight));
        }
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor? weight = OnLastAxis(Weight, x.Prediction);
        if (x.Find(TermWeight) is { } byPlace)
        {
            weight = weight is null ? byPlace : weight * byPlace;
        }

        Tensor terms = functional.binary_cross_entropy_with_logits(
            x.Prediction,
            x.Target,
            weight,
            x.IsPlain ? nn.Reduction.Sum : nn.Reduction.None,
            OnLastAxis(PosWeight, x.Prediction));
        return x.IsPlain ? x.Summed(terms, x.Prediction.numel()) : x.PerElement(terms);
    }

    private Tensor? OnLastAxis(ValueList<double> values, Tensor like)
    {
        if (values.Count > 1 && values.Count != like.shape[^1])
        {
            throw new RecipeException("shape", Place, $"{values.Count} weights for {like.shape[^1]} logits of prediction {Places.Describe(like)}; give one for each or one for all");
        }

        return values.Count == 0 ? null : tensor([.. values], like.dtype, like.device);
    }
}
