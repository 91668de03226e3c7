namespace Athanor.Evaluation;

/// <summary>The ranks of a sample, smallest first, from 1; tied values share the mean of the ranks they cover.</summary>
/// <param name="Doubled">Twice the midranks, in the order of the values: whole numbers, so that sums of ranks compare exactly.</param>
/// <param name="TieSizes">How many values each group of equal ones holds, groups of one included.</param>
internal sealed record Midranks(int[] Doubled, IReadOnlyList<int> TieSizes)
{
    /// <summary>Σ (t³ − t) over the groups of ties.</summary>
    public double TieCubes => TieSizes.Sum(t => ((double)t * t * t) - t);

    public static Midranks Of(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var doubled = new int[sorted.Length];
        var ties = new List<int>();
        for (int start = 0; start < sorted.Length;)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                doubled[order[i]] = start + 1 + end;
            }

            ties.Add(end - start);
            start = end;
        }

        return new Midranks(doubled, ties);
    }
}
