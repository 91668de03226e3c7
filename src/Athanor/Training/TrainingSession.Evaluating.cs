using Athanor.Data;
using Athanor.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <content>Measuring the model as it is, by its own weights or their average.</content>
public sealed partial class TrainingSession
{
    /// <summary>Loss and metrics over the batches since <see cref="BeginEpoch"/>, as <c>epoch/…</c>; empty before it.</summary>
    public IReadOnlyDictionary<string, double> RunningMetrics() =>
        _running?.Values(MetricNames.Epoch) ?? new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Loss and metrics of the model as it is on <paramref name="samples"/>, in evaluation mode, as <c>part/…</c>.</summary>
    /// <param name="part">The name before the slash, such as <c>validation</c>.</param>
    /// <param name="samples">The samples; the caller goes on owning them.</param>
    /// <param name="cancellation">Ends the pass.</param>
    public IReadOnlyDictionary<string, double> Evaluate(string part, Dataset samples, CancellationToken cancellation = default)
    {
        _module.eval();
        try
        {
            return Evaluation(_model).Measure(part, samples, cancellation);
        }
        finally
        {
            _module.train();
        }
    }

    /// <summary>As <see cref="Evaluate"/>, of the averaged weights, as <c>ema/part/…</c> or <c>swa/part/…</c>; empty where there is no average.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public IReadOnlyDictionary<string, double> EvaluateAverage(string part, Dataset samples, CancellationToken cancellation = default)
    {
        if (Average is null)
        {
            return new SortedDictionary<string, double>(StringComparer.Ordinal);
        }

        using IDisposable turn = UseAverage();
        return Evaluate(MetricNames.Of(MemberPath.NameOf(_recipe.Average), part), samples, cancellation);
    }

    /// <summary>Lets <see cref="Model"/> compute with the averaged weights until the result is disposed; then it has its own back, bit for bit.</summary>
    /// <exception cref="InvalidOperationException">There is no average yet, or it is in use already.</exception>
    public IDisposable UseAverage() => _average is { Exists: true } average
        ? average.Use()
        : throw new InvalidOperationException("there is no average of the weights: the recipe keeps none, or it has not begun");

    /// <summary>Refuses what model, loss and metrics can't do with a batch of <paramref name="training"/>, and leaves everything as it was.</summary>
    internal void DryRun(Dataset training) => new DryRun(_module, _model, _recipe, _metrics, _task, _device).Check(training, Plan);

    /// <summary>The names of what is measured on <paramref name="part"/>.</summary>
    internal IEnumerable<string> MetricsOf(string part)
    {
        string[] names = [MetricNames.Loss, .. _metrics.Select(metric => metric.Key)];
        string[] parts = _average is null ? [part] : [part, MetricNames.Of(MemberPath.NameOf(_recipe.Average), part)];
        return parts.SelectMany(each => names.Select(name => MetricNames.Of(each, name)));
    }

    /// <summary>What the best constant answer would reach: the baseline of all baselines.</summary>
    internal IReadOnlyDictionary<string, double> EvaluateConstant(Dataset training, string part, Dataset samples)
    {
        using DisposeScope scope = NewDisposeScope();
        return ConstantModel.Fit(training, _task) is { } constant
            ? Evaluation(constant).Measure(MetricNames.Of(MetricNames.Constant, part), samples, CancellationToken.None)
            : new SortedDictionary<string, double>(StringComparer.Ordinal);
    }

    private ModelEvaluation Evaluation(IBatchModel model) => new(model, _recipe, _metrics, _task, _device);
}
