using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Cohen's κ: by how much predictions agree with the labels more than chance would, 1 for full agreement, 0 for chance.</summary>
/// <remarks>
/// Logits [samples, classes, …] or of yes or no, labels [samples, …]. κ = 1 − Σ w·observed / Σ w·expected, expected from the rows' and columns' sums; NaN where
/// one class is all there is. Source: Cohen 1960; weighted, for classes in an order: Cohen 1968.
/// </remarks>
[Spec("cohen-kappa")]
public sealed record CohenKappa : ConfusionMetric
{
    /// <summary>How bad each confusion is. Default <c>none</c>: all alike; <c>linear</c> and <c>quadratic</c> are for classes in an order.</summary>
    public KappaWeights Weights { get; init; } = KappaWeights.None;

    /// <inheritdoc/>
    public override string Key => Weights switch
    {
        KappaWeights.Linear => "cohen-kappa-linear",
        KappaWeights.Quadratic => "cohen-kappa-quadratic",
        _ => base.Key,
    };

    /// <inheritdoc/>
    protected override double Value(ConfusionMatrix counts, TaskInfo task)
    {
        (double observed, double expected) = (0, 0);
        for (int label = 0; label < counts.Classes; label++)
        {
            double actual = counts.Actual(label);
            for (int prediction = 0; prediction < counts.Classes; prediction++)
            {
                double weight = Weight(Math.Abs(label - prediction));
                observed += weight * counts[label, prediction];
                expected += weight * actual * counts.Predicted(prediction) / counts.Total;
            }
        }

        return 1 - (observed / expected);
    }

    private double Weight(int distance) => Weights switch
    {
        KappaWeights.Linear => distance,
        KappaWeights.Quadratic => distance * distance,
        _ => distance == 0 ? 0 : 1,
    };
}
