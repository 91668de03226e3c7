using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The negative log-likelihood of the right class, from log-probabilities: cross-entropy without its softmax.</summary>
/// <remarks>
/// <para>Prediction: log-probabilities [samples, classes, …], what log-softmax gives (a model that ends in logits is refused: take cross-entropy). Target: class indexes, int64 [samples, …].</para>
/// <para>Terms: −w_y·x_y, one a sample and place. Counted: the weight of the sample's class (1 without weights, 0 where ignored). As PyTorch's <c>NLLLoss</c>.</para>
/// </remarks>
[Spec("nll")]
public sealed record NllLoss : LossSpec
{
    /// <summary>A weight for each class, that multiplies term and count; empty for 1 each. Default empty; 0 or more each.</summary>
    public ValueList<double> Weight { get; init; } = [];

    /// <summary>A class index whose samples neither add to the loss nor count; null for none. Default null.</summary>
    public long? IgnoreIndex { get; init; }

    /// <inheritdoc/>
    public override long? IgnoredLabel => IgnoreIndex;

    /// <inheritdoc/>
    public override string ExpectedActivation => "log-softmax";

    /// <inheritdoc/>
    public override void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        at.Require(Weight.Count == 0 || Weight.Count == task.Outputs, $"{Weight.Count} weights for {task.Outputs} classes; give one for each class", nameof(Weight));
        ClassLabels.Require(samples, Name, at);
        base.CheckTargets(samples, task, at);
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        foreach (double weight in Weight)
        {
            at.NotNegative(weight, nameof(Weight));
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ClassLabels.Unfit(targets, outputs, IgnoreIndex);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x) => ClassLabels.Fit(x.Prediction, x.Target) ? ClassLabels.Masked(x) : throw Differ(x);

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor index = ClassLabels.WithoutIgnored(x.Target, IgnoreIndex);
        Tensor terms = -x.Prediction.gather(1, index.unsqueeze(1)).squeeze(1);
        Tensor? counts = ClassLabels.Counts(x.Target, ClassLabels.Weights(Weight, x.Prediction, Name), IgnoreIndex, x.Prediction.dtype);
        return counts is null ? x.PerElement(terms) : x.PerElement(where(counts == 0, zeros_like(terms), terms * counts), counts);
    }
}
