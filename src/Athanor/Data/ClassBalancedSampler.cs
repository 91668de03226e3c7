using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Every class as often as any other: samples of rare classes come several times an epoch, those of common ones not all.</summary>
/// <remarks>
/// An epoch is as long as the data. Each class gets an equal number of places (which classes get one more is drawn by the epoch) and fills them
/// with its samples in random order, over and over: within an epoch no sample comes twice more often than another of its class.
/// Over the epochs every sample of every class is used.
/// </remarks>
[Spec("class-balanced")]
public sealed record ClassBalancedSampler : SamplerSpec
{
    /// <inheritdoc/>
    public override bool ReadsLabels => true;

    /// <inheritdoc/>
    public override long[] Order(long seed, long epoch, long count, IReadOnlyList<long>? labels)
    {
        if (labels is null)
        {
            throw new RecipeException("no-labels", "sampler", "class-balanced needs samples with class labels; use shuffle");
        }

        long[][] classes = [.. Enumerable.Range(0, (int)count).GroupBy(i => labels[i], i => (long)i).OrderBy(g => g.Key).Select(g => g.ToArray())];
        var random = new SeededRandom(seed, "class-balanced", epoch);
        random.Shuffle(classes.AsSpan());

        long[] order = new long[count];
        long filled = 0;
        for (int c = 0; c < classes.Length; c++)
        {
            long[] members = classes[c];
            long places = (count / classes.Length) + (c < count % classes.Length ? 1 : 0);
            for (long place = 0; place < places; place++)
            {
                if (place % members.Length == 0)
                {
                    random.Shuffle(members.AsSpan());
                }

                order[filled++] = members[place % members.Length];
            }
        }

        random.Shuffle(order.AsSpan());
        return order;
    }
}
