using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Every sample once an epoch, in an order drawn anew for each: the default.</summary>
[Spec("shuffle")]
public sealed record ShuffleSampler : SamplerSpec
{
    /// <inheritdoc/>
    public override long[] Order(long seed, long epoch, long count, IReadOnlyList<long>? labels) =>
        EpochOrder.Permutation(seed, epoch, count);
}
