using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Matthews' correlation of labels and predictions, −1 to 1: 0 for any constant answer, however unlike the classes' frequencies.</summary>
/// <remarks>Logits [samples, classes, …] or of yes or no, labels [samples, …]. 0 where only one class is right or predicted. Source: Matthews 1975; for several classes Gorodkin 2004, eq. 8.</remarks>
[Spec("mcc")]
public sealed record MatthewsCorrelation : ConfusionMetric
{
    /// <inheritdoc/>
    protected override double Value(ConfusionMatrix counts, TaskInfo task)
    {
        int[] classes = [.. Enumerable.Range(0, counts.Classes)];
        double total = counts.Total;
        double together = (total * classes.Sum(counts.Hits)) - classes.Sum(label => counts.Actual(label) * counts.Predicted(label));
        double actual = (total * total) - classes.Sum(label => counts.Actual(label) * counts.Actual(label));
        double predicted = (total * total) - classes.Sum(label => counts.Predicted(label) * counts.Predicted(label));
        return actual <= 0 || predicted <= 0 ? 0 : together / Math.Sqrt(actual) / Math.Sqrt(predicted);
    }
}
