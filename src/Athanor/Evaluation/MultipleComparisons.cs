namespace Athanor.Evaluation;

/// <summary>p-values adjusted for how many there are, in the order given and at most 1.</summary>
/// <remarks>NaN stays NaN and is not counted among the comparisons.</remarks>
public static class MultipleComparisons
{
    /// <summary>Holm's step-down correction: bounds the chance of any false finding, and never loses to Bonferroni's.</summary>
    /// <remarks>Holm 1979. The k-th smallest of m is multiplied by m − k + 1; an adjusted value is never below one before it.</remarks>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> p) =>
        Adjusted(p, descending: false, (value, rank, m) => value * (m - rank + 1), Math.Max);

    /// <summary>Benjamini and Hochberg's step-up correction: bounds the share of false findings among all findings.</summary>
    /// <remarks>Benjamini &amp; Hochberg 1995. The k-th smallest of m is multiplied by m/k; an adjusted value is never above one after it.</remarks>
    public static IReadOnlyList<double> BenjaminiHochberg(IReadOnlyList<double> p) =>
        Adjusted(p, descending: true, (value, rank, m) => value * m / rank, Math.Min);

    /// <summary>Bonferroni's correction: every p multiplied by their number.</summary>
    public static IReadOnlyList<double> Bonferroni(IReadOnlyList<double> p) =>
        Adjusted(p, descending: false, (value, _, m) => value * m, (_, adjusted) => adjusted);

    private static double[] Adjusted(
        IReadOnlyList<double> p, bool descending, Func<double, int, int, double> adjust, Func<double, double, double> keepMonotone)
    {
        ArgumentNullException.ThrowIfNull(p);
        double[] adjusted = [.. p];
        int[] order = [.. Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])];
        double last = descending ? 1 : 0;
        for (int step = 0; step < order.Length; step++)
        {
            int rank = descending ? order.Length - step : step + 1;
            int i = order[rank - 1];
            if (p[i] is < 0 or > 1)
            {
                throw new ArgumentOutOfRangeException(nameof(p), p[i], $"p[{i}] is {p[i]}; it lies between 0 and 1");
            }

            last = keepMonotone(last, Math.Min(1, adjust(p[i], rank, order.Length)));
            adjusted[i] = last;
        }

        return adjusted;
    }
}
