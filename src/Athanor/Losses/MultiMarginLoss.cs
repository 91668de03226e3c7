using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>The hinge over several classes: the right class's score must be above every other by the margin.</summary>
/// <remarks>
/// <para>Σ over the other classes i of w_y·max(0, margin − x_y + x_i)^p / C. Prediction: scores [samples, classes]. Target: class indexes, int64 [samples].</para>
/// <para>Terms: one a sample; counted: the samples that the mask leaves (weights scale the term only). Source: Crammer &amp; Singer 2001 take the largest; this is PyTorch's sum.</para>
/// </remarks>
[Spec("multi-margin")]
public sealed record MultiMarginLoss : LossSpec
{
    /// <summary>The power of what a score lacks. Default 1; 1 or 2.</summary>
    public int P { get; init; } = 1;

    /// <summary>How far the right class must be above the others. Default 1; greater than 0.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>A weight for each class, that multiplies the term and not the count; empty for 1 each. Default empty; 0 or more each.</summary>
    public ValueList<double> Weight { get; init; } = [];

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
        at.Require(P is 1 or 2, $"{P} is neither 1 nor 2", nameof(P));
        at.Positive(Margin);
        foreach (double weight in Weight)
        {
            at.NotNegative(weight, nameof(Weight));
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ClassLabels.Unfit(targets, outputs);

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x) =>
        x.Prediction.dim() == 2 && ClassLabels.Fit(x.Prediction, x.Target) ? ClassLabels.Masked(x) : throw Differ(x);

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor label = x.Target.unsqueeze(1);
        Tensor missing = functional.relu(Margin - x.Prediction.gather(1, label) + x.Prediction);
        Tensor powered = P == 1 ? missing : missing.square();
        Tensor terms = powered.scatter(1, label, zeros_like(powered)).mean([1]);
        Tensor? weight = ClassLabels.Weights(Weight, x.Prediction, Name);
        return x.PerSample(weight is null ? terms : terms * weight.index_select(0, x.Target));
    }
}
