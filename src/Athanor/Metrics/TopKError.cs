using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The share of places whose class is not among the <see cref="K"/> largest logits.</summary>
/// <remarks>Logits [samples, classes, …], class indexes [samples, …]. With as many classes as <see cref="K"/> or fewer it is 0.</remarks>
[Spec("top-k-error")]
public sealed record TopKError : MeanMetric
{
    /// <summary>How many guesses a place has. Default 5; at least 1.</summary>
    public int K { get; init; } = 5;

    /// <inheritdoc/>
    public override string Key => $"top-{K}-error";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.MultiClass;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(K, 1);

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task)
    {
        Labelled places = Labelled.Of(x, task, Key);
        (_, Tensor guesses) = places.Logits.topk((int)Math.Min(K, places.Logits.shape[1]), 1);
        return guesses.eq(places.Labels.unsqueeze(1)).any(1).logical_not();
    }
}
