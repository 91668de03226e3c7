using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The pinball loss: its best answer is not the mean but a quantile of what may come, so several of them make an interval.</summary>
/// <remarks>
/// <para>With e = target − prediction_q: max(q·e, (q − 1)·e). For q = 0.9 a forecast that is too low costs nine times as much as one that is too high.</para>
/// <para>Prediction [samples, …, quantiles]; target [samples, …], which is compared with each. With one quantile the prediction may have the target's shape.</para>
/// <para>Terms: one an element of the prediction; counted: the elements that the mask, which has the target's shape, leaves. At e = 0 the gradient is that of half way.</para>
/// <para>Source: Koenker &amp; Bassett 1978.</para>
/// </remarks>
[Spec("quantile")]
public sealed record QuantileLoss : LossSpec
{
    /// <summary>The quantiles, in the order of the prediction's last axis. Default 0.5, the median; each within (0, 1).</summary>
    public ValueList<double> Quantiles { get; init; } = [0.5];

    /// <inheritdoc/>
    public override void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        bool perTarget = Quantiles.Count == 1 || (samples.TryGet(BatchFields.Target, out Tensor? target) && target.numel() == target.shape[0] && task.Outputs % Quantiles.Count == 0);
        at.Require(
            perTarget,
            $"{Quantiles.Count} quantiles want as many predictions for each target, and the task gives {task.Outputs} in all; take one quantile, or a model of your own that ends in an axis of {Quantiles.Count}",
            nameof(Quantiles));
        base.CheckTargets(samples, task, at);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Quantiles.Count > 0, "is empty; give a quantile, such as 0.5", nameof(Quantiles));
        foreach (double quantile in Quantiles)
        {
            at.Require(quantile is > 0 and < 1, $"{quantile} is not within (0, 1)", nameof(Quantiles));
        }
    }

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        Tensor prediction = Quantiles.Count == 1 && Places.SameShape(x.Prediction, x.Target) ? x.Prediction.unsqueeze(-1) : x.Prediction;
        Tensor target = prediction.dim() == x.Target.dim() && x.Target.shape[^1] == 1 ? x.Target : x.Target.unsqueeze(-1);
        if (prediction.dim() != target.dim() || prediction.shape[^1] != Quantiles.Count || !prediction.shape.AsSpan()[..^1].SequenceEqual(target.shape.AsSpan()[..^1]))
        {
            throw new RecipeException(
                "shape", Place, $"prediction {Places.Describe(x.Prediction)} is not target {Places.Describe(x.Target)} with an axis of {Quantiles.Count} quantiles behind it");
        }

        return x with { Prediction = x.Masked(prediction), Target = x.Masked(target.to_type(prediction.dtype)) };
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor quantiles = tensor([.. Quantiles], x.Prediction.dtype, x.Prediction.device);
        Tensor error = x.Target - x.Prediction;
        return x.PerElement(maximum(quantiles * error, (quantiles - 1) * error));
    }
}
