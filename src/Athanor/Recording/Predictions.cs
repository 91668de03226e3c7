using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Recording;

/// <summary>What a model says of samples, in the task's own terms. The dispose scope in which they were made owns the tensors.</summary>
/// <param name="Task">What was asked: it decides which of the properties below are there.</param>
/// <param name="Logits">The model's output, float32: [samples, classes], or [samples, outputs]; standardized values of a regression.</param>
public sealed record Predictions(TaskInfo Task, Tensor Logits)
{
    /// <summary>How many samples these are of.</summary>
    public long Count => Logits.shape[0];

    /// <summary>
    /// Probabilities, shaped like the logits: softmax over classes that exclude each other; of yes or no by sigmoid that of yes (several outputs: each by itself). Null for a regression.
    /// </summary>
    public Tensor? Probabilities { get; init; }

    /// <summary>
    /// Classes, int64: [samples], the index of the largest logit, or 1 for yes and 0 for no where the task has one output; [samples, outputs] of 0 and 1 where it has several questions. Null for a regression.
    /// </summary>
    public Tensor? Classes { get; init; }

    /// <summary>A regression's values in the target's own unit, [samples, outputs]; null for classes.</summary>
    public Tensor? Values { get; init; }
}
