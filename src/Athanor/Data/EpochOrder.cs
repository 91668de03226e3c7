namespace Athanor.Data;

/// <summary>The order of an epoch: a pure function of seed and epoch, so that a resumed run needs to know nothing of the epochs before.</summary>
public static class EpochOrder
{
    /// <summary>A permutation of 0 … <paramref name="count"/> − 1.</summary>
    /// <param name="seed">The recipe's seed.</param>
    /// <param name="epoch">Which epoch, from 0.</param>
    /// <param name="count">How many samples there are; below 2³¹.</param>
    public static long[] Permutation(long seed, long epoch, long count)
    {
        long[] order = Sequence(count);
        new SeededRandom(seed, "shuffle", epoch).Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>0, 1, … <paramref name="count"/> − 1.</summary>
    public static long[] Sequence(long count)
    {
        long[] order = new long[count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        return order;
    }
}
