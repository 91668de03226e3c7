namespace Athanor.Metrics;

/// <summary>How often each class was taken for each: rows are labels, columns predictions; a place counts its mask times its sample's weight.</summary>
public sealed class ConfusionMatrix
{
    private readonly double[] _counts;

    /// <summary>A matrix of <paramref name="classes"/> × <paramref name="classes"/> counts, row by row.</summary>
    public ConfusionMatrix(int classes, IEnumerable<double> counts)
    {
        Classes = classes;
        _counts = [.. counts];
        if (_counts.Length != classes * classes)
        {
            throw new ArgumentException($"{_counts.Length} counts are not {classes} × {classes}", nameof(counts));
        }
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>All counts added up.</summary>
    public double Total => _counts.Sum();

    /// <summary>How much of <paramref name="label"/> was taken for <paramref name="prediction"/>.</summary>
    public double this[int label, int prediction] => _counts[(label * Classes) + prediction];

    /// <summary>How much of the class was taken for itself.</summary>
    public double Hits(int label) => this[label, label];

    /// <summary>How much of the class there is.</summary>
    public double Actual(int label) => Enumerable.Range(0, Classes).Sum(prediction => this[label, prediction]);

    /// <summary>How much was taken for the class.</summary>
    public double Predicted(int prediction) => Enumerable.Range(0, Classes).Sum(label => this[label, prediction]);

    /// <summary>The counts, a row a label.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Rows() => [.. _counts.Chunk(Math.Max(1, Classes))];
}
