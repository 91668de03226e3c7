using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>No average: the live weights are the only ones. The default.</summary>
[Spec("none")]
public sealed record NoAverage : AverageSpec
{
    /// <inheritdoc/>
    public override double? Share(long update, long totalUpdates) => null;
}
