using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Every sample once an epoch, in the data's own order.</summary>
[Spec("sequential")]
public sealed record SequentialSampler : SamplerSpec
{
    /// <inheritdoc/>
    public override long[] Order(long seed, long epoch, long count, IReadOnlyList<long>? labels) => EpochOrder.Sequence(count);
}
