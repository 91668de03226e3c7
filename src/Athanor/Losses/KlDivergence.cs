using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>The Kullback–Leibler divergence of the target distribution from the predicted one, in nats: what distillation makes small.</summary>
/// <remarks>
/// <para>y·(log y − x) for a log-probability x and a probability y, 0 where y = 0. Prediction: log-probabilities, [samples, classes] or any shape; target: the same shape.</para>
/// <para>
/// Terms: one an element; counted: the elements that the mask leaves, as PyTorch's <c>mean</c> does, which is the divergence divided by the classes. With <see cref="BatchMean"/> the
/// terms are one a sample and the mean is the divergence itself. Source: Kullback &amp; Leibler 1951.
/// </para>
/// </remarks>
[Spec("kl-divergence")]
public sealed record KlDivergence : LossSpec
{
    /// <summary>Whether targets are logarithms of probabilities. Default false.</summary>
    public bool LogTarget { get; init; }

    /// <summary>Whether the mean runs over samples, which makes it the divergence, and not over elements. Default false.</summary>
    public bool BatchMean { get; init; }

    /// <inheritdoc/>
    public override string ExpectedActivation => "log-softmax";

    /// <inheritdoc/>
    public override void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        ClassLabels.RefuseIndexes(samples, Name, at);
        base.CheckTargets(samples, task, at);
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) =>
        LogTarget ? null : ((targets < 0).logical_or(targets > 1), "a probability within [0, 1]");

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor probability = LogTarget ? x.Target.exp() : x.Target;
        Tensor absent = probability == 0;
        Tensor logarithm = where(absent, zeros_like(x.Target), LogTarget ? x.Target : x.Target.log());
        Tensor terms = probability * (logarithm - where(absent, zeros_like(x.Prediction), x.Prediction));
        return BatchMean && terms.dim() > 1 ? x.PerSample(x.Masked(terms).flatten(1).sum([1L])) : x.PerElement(terms);
    }
}
