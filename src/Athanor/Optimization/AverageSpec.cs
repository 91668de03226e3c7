using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>An average of the weights over the updates, kept beside the live ones: training never sees it, evaluation does.</summary>
/// <remarks>
/// A_n = A_(n−1) + share · (P_n − A_(n−1)), where P_n are the weights after n updates and A_0 = P_0. Buffers of floating point (a batch normalization's
/// running statistics) are averaged as the weights are, whole numbers are those of the live model.
/// </remarks>
[SpecFamily("average")]
public abstract record AverageSpec : Spec
{
    /// <summary>The share of the weights after update <paramref name="update"/> in the average: 0 leaves it as it is, 1 begins it anew.</summary>
    /// <param name="update">Updates done, from 1.</param>
    /// <param name="totalUpdates">The training's updates.</param>
    /// <returns>Within [0, 1], or null where there is no average yet.</returns>
    public abstract double? Share(long update, long totalUpdates);

    /// <summary>Refuses an average that a training of <paramref name="totalUpdates"/> updates would never have.</summary>
    /// <exception cref="RecipeException">There would be none.</exception>
    public virtual void Check(long totalUpdates, RecipePath at)
    {
    }
}
