using Athanor.Data;
using Athanor.Losses;
using static TorchSharp.torch;

namespace Athanor.Metrics;

/// <summary>Counts a <see cref="ConfusionMatrix"/> over batches; its value is the share of hits unless a metric makes another figure of it.</summary>
public class ConfusionCounter : MetricAccumulator
{
    private readonly TaskInfo _task;
    private readonly string _metric;
    private readonly RunningTable _counts;

    /// <summary>For the classes of <paramref name="task"/>: two where it asks for yes or no.</summary>
    /// <param name="task">What the model answers.</param>
    /// <param name="metric">The name that refusals say.</param>
    public ConfusionCounter(TaskInfo task, string metric = "confusion-matrix")
    {
        (_task, _metric) = (task, metric);
        Classes = task.Kind == TaskKind.Binary ? 2 : checked((int)task.Outputs);
        _counts = Table("counts", Classes, Classes);
    }

    private int Classes { get; }

    /// <summary>The counts so far.</summary>
    public ConfusionMatrix Matrix() => new(Classes, _counts.Values());

    /// <inheritdoc/>
    public override double Value()
    {
        ConfusionMatrix counts = Matrix();
        return Enumerable.Range(0, Classes).Sum(counts.Hits) / counts.Total;
    }

    /// <inheritdoc/>
    protected override void Read(in MetricInput x)
    {
        Labelled places = Labelled.Of(x, _task, _metric);
        if (_task.Kind == TaskKind.MultiClass && places.Logits.shape[1] != Classes)
        {
            throw new Specs.RecipeException("shape", "", $"metric {_metric}: logits {Places.Describe(x.Prediction)} are not of the task's {Classes} classes");
        }

        Tensor cells = places.Counting((places.Labels * Classes) + places.Predicted());
        _counts.Add(cells.bincount(places.CountingFactors(), Classes * Classes).reshape(Classes, Classes));
    }
}
