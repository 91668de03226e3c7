using Athanor.Data;
using Athanor.Losses;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The pinball loss of predicted quantiles: max(q e, (q − 1) e) with e = target − prediction, averaged over places and quantiles; units of the target.</summary>
/// <remarks>Prediction [samples, …, quantiles], target [samples, …]; with one quantile also the target's own shape. At 0.5 it is half the mean absolute error. Source: Koenker and Bassett 1978.</remarks>
[Spec("pinball")]
public sealed record Pinball : MeanMetric
{
    /// <summary>The quantiles that the prediction's last axis holds, in order. Default [0.5], the median; each between 0 and 1.</summary>
    public ValueList<double> Quantiles { get; init; } = [0.5];

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.Regression;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Quantiles.Count > 0, "name a quantile at least, such as 0.5", nameof(Quantiles));
        for (int i = 0; i < Quantiles.Count; i++)
        {
            at.Key("quantiles").Item(i).Require(Quantiles[i] is > 0 and < 1, $"{Quantiles[i]} is not between 0 and 1");
        }
    }

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        Tensor prediction = x.Prediction.to_type(ScalarType.Float64);
        Tensor target = x.Target.to_type(ScalarType.Float64);
        if (Quantiles.Count == 1 && prediction.numel() == target.numel())
        {
            prediction = prediction.reshape([.. target.shape, 1]);
        }

        if (!prediction.shape.AsSpan().SequenceEqual([.. target.shape, Quantiles.Count]))
        {
            throw new RecipeException(
                "shape", "", $"metric {Key}: prediction {Places.Describe(x.Prediction)} is not target {Places.Describe(x.Target)} with an axis of {Quantiles.Count} quantiles behind");
        }

        Tensor quantiles = tensor([.. Quantiles], ScalarType.Float64, prediction.device);
        Tensor error = target.unsqueeze(-1) - prediction;
        return maximum(quantiles * error, (quantiles - 1) * error);
    }
}
