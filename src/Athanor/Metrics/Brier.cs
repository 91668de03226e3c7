using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Brier's score: the mean squared distance of the probabilities from what happened; right and sure is 0.</summary>
/// <remarks>
/// Yes or no: the mean of (p − y)², 0 to 1. Several classes: the mean over places of the sum over classes, 0 to 2. Logits [samples, classes, …] (softmax) or of yes or no
/// (sigmoid), labels [samples, …] or shares like the logits. Source: Brier 1950.
/// </remarks>
[Spec("brier")]
public sealed record Brier : MeanMetric
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind is TaskKind.MultiClass or TaskKind.Binary;

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        Labelled places = Labelled.Of(x, task, Key);
        Tensor probabilities = places.Probabilities();
        if (places.Shares is { } shares)
        {
            Tensor squares = (probabilities - shares).square();
            return task.Kind == TaskKind.Binary ? squares : squares.sum(1);
        }

        // Σ (p − y)² = Σ p² − 2 p of the label + 1, written as the squares of what is there so that nothing cancels.
        Tensor label = places.Labels.unsqueeze(1);
        return probabilities.scatter_add(1, label, -ones_like(label, ScalarType.Float64)).square().sum(1);
    }
}
