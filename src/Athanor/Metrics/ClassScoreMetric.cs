using Athanor.Data;

namespace Athanor.Metrics;

/// <summary>A score that each class has, from its hits, how often it was predicted and how often it occurs; averaged over classes. 0/0 counts as 0.</summary>
public abstract record ClassScoreMetric : ConfusionMetric
{
    /// <summary>How the classes' scores become one. By default that of class 1 for yes or no, <c>macro</c> over several classes.</summary>
    public ClassAverage? Average { get; init; }

    /// <inheritdoc/>
    public override string Key => ClassAverages.Key(base.Key, Average);

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => ClassAverages.Fits(Average, task);

    /// <summary>One class's score, or that of all counts added up; NaN counts as 0.</summary>
    /// <param name="hits">How much of the class was taken for itself.</param>
    /// <param name="predicted">How much was taken for the class.</param>
    /// <param name="actual">How much of the class there is.</param>
    protected abstract double Score(double hits, double predicted, double actual);

    /// <inheritdoc/>
    protected sealed override double Value(ConfusionMatrix counts, TaskInfo task)
    {
        int[] classes = [.. Enumerable.Range(0, counts.Classes)];
        return ClassAverages.Of(Average, task) switch
        {
            ClassAverage.Binary => Of(counts, 1),
            ClassAverage.Micro => Finite(Score(classes.Sum(counts.Hits), counts.Total, counts.Total)),
            ClassAverage.Weighted => classes.Sum(label => counts.Actual(label) * Of(counts, label)) / counts.Total,
            _ => classes.Where(label => counts.Actual(label) > 0 || counts.Predicted(label) > 0).Average(label => Of(counts, label)),
        };
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyDictionary<string, double> Details(ConfusionMatrix counts) =>
        ClassAverages.Details(Average, Enumerable.Range(0, counts.Classes).Select(label => Of(counts, label)));

    private static double Finite(double score) => double.IsNaN(score) ? 0 : score;

    private double Of(ConfusionMatrix counts, int label) => Finite(Score(counts.Hits(label), counts.Predicted(label), counts.Actual(label)));
}
