namespace Athanor.Evaluation;

/// <summary>The exact McNemar test: of the pairs in which just one side succeeded, does one side have more than chance gives it?</summary>
/// <remarks>McNemar 1947 in its exact form: two-sided binomial with probability ½ over the pairs that differ.</remarks>
/// <param name="Pairs">How many pairs there are.</param>
/// <param name="OnlyA">Pairs in which only the first succeeded.</param>
/// <param name="OnlyB">Pairs in which only the second succeeded.</param>
/// <param name="P">The two-sided p; 1 where no pair differs, NaN without pairs.</param>
public sealed record McNemarTest(int Pairs, int OnlyA, int OnlyB, double P)
{
    /// <summary>Tests <paramref name="pairs"/> pairs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or more pairs differ than there are.</exception>
    public static McNemarTest Of(int pairs, int onlyA, int onlyB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyA);
        ArgumentOutOfRangeException.ThrowIfNegative(onlyB);
        if (onlyA + onlyB > pairs)
        {
            throw new ArgumentOutOfRangeException(nameof(pairs), pairs, $"{onlyA} + {onlyB} pairs differ, but there are {pairs}");
        }

        return new McNemarTest(pairs, onlyA, onlyB, pairs == 0 ? double.NaN : TwoSided(onlyA, onlyB));
    }

    private static double TwoSided(int a, int b)
    {
        int n = a + b;
        double term = 1;
        double tail = 1;
        for (int k = 1; k <= Math.Min(a, b); k++)
        {
            term *= (n - k + 1.0) / k;
            tail += term;
        }

        return a == b ? 1 : Math.Min(1, Math.ScaleB(tail, 1 - n));
    }
}
