using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The mean negative log-likelihood of the labels, in nats: what cross-entropy trains, without its options.</summary>
/// <remarks>
/// Logits [samples, classes, …] (softmax) or of yes or no (sigmoid), labels [samples, …] or shares like the logits. Computed in float64 from log-probabilities, so that
/// nothing is clipped (scikit-learn clips probabilities at 2e-16).
/// </remarks>
[Spec("log-loss")]
public sealed record LogLoss : MeanMetric
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind is TaskKind.MultiClass or TaskKind.Binary;

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task) => Labelled.Of(x, task, Key).NegativeLogLikelihood();
}
