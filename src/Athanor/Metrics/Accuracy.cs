using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The share of places whose class is the right one: the largest logit's of several, or logit &gt; 0 for yes or no.</summary>
/// <remarks>Logits [samples, classes, …] with class indexes [samples, …] (or probabilities like the logits, of which the largest is right); [samples] or [samples, 1] for yes or no.</remarks>
[Spec("accuracy")]
public sealed record Accuracy : MetricSpec
{
    /// <inheritdoc/>
    public override string Key => "accuracy";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind is TaskKind.MultiClass or TaskKind.Binary;

    /// <inheritdoc/>
    public override MetricAccumulator Start(TaskInfo task) => new MeanAccumulator(task.Kind == TaskKind.Binary ? BinaryHits : Hits);

    private static Tensor Hits(Tensor logits, Tensor target) => logits.argmax(1) == ClassTargets.Indexes(logits, target);

    private static Tensor BinaryHits(Tensor logits, Tensor target) => (logits.reshape(target.shape) > 0) == (target > 0.5);
}
