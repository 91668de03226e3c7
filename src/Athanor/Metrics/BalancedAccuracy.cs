using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>The mean recall over the classes that occur: what accuracy would be if every class were equally frequent.</summary>
/// <remarks>Logits [samples, classes, …] or of yes or no, labels [samples, …]. One constant answer has 1/classes. Source: Brodersen et al. 2010.</remarks>
[Spec("balanced-accuracy")]
public sealed record BalancedAccuracy : ConfusionMetric
{
    /// <inheritdoc/>
    protected override double Value(ConfusionMatrix counts, TaskInfo task) =>
        Enumerable.Range(0, counts.Classes).Where(label => counts.Actual(label) > 0).Average(label => counts.Hits(label) / counts.Actual(label));
}
