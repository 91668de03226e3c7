using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>The exponential of the mean negative log-likelihood: between how many equally likely tokens the model hesitates.</summary>
/// <remarks>Logits [samples, classes, …], such as [samples, tokens, time] of a language model, labels [samples, …]. A uniform answer has as many as there are classes.</remarks>
[Spec("perplexity")]
public sealed record Perplexity : MeanMetric
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.MultiClass;

    /// <inheritdoc/>
    protected override Tensor Values(in MetricInput x, TaskInfo task) => Labelled.Of(x, task, Key).NegativeLogLikelihood();

    /// <inheritdoc/>
    protected override double Finish(double mean) => Math.Exp(mean);
}
