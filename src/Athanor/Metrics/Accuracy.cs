using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The share of places whose class is the right one: the largest logit's of several, or logit &gt; 0 for yes or no.</summary>
/// <remarks>Logits [samples, classes, …] with class indexes [samples, …] (or probabilities like the logits, of which the largest is right); [samples] or [samples, 1] for yes or no.</remarks>
[Spec("accuracy")]
public sealed record Accuracy : MeanMetric
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind is TaskKind.MultiClass or TaskKind.Binary;

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        Labelled places = Labelled.Of(x, task, Key);
        return places.Predicted() == places.Labels;
    }
}
