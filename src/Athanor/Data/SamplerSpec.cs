using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Says in what order an epoch takes the training samples.</summary>
[SpecFamily("sampler")]
public abstract record SamplerSpec : Spec
{
    /// <summary>The indices of one epoch, in order: a pure function of what is given.</summary>
    /// <param name="seed">The recipe's seed.</param>
    /// <param name="epoch">Which epoch, from 0.</param>
    /// <param name="count">How many samples there are.</param>
    /// <param name="labels">Each sample's class, or null where samples have none.</param>
    /// <exception cref="RecipeException">The sampler needs classes and there are none.</exception>
    public abstract long[] Order(long seed, long epoch, long count, IReadOnlyList<long>? labels);

    /// <summary>Whether <see cref="Order"/> reads the labels.</summary>
    public virtual bool ReadsLabels => false;
}
