using Athanor.Persistence;

namespace Athanor.Metrics.Text;

/// <summary>ROUGE-L of texts against their references: the harmonic mean of precision and recall of the longest common subsequence of words, averaged over texts.</summary>
/// <remarks>Words are runs of a-z and 0-9 after lower-casing, not stemmed. 0 where a side has no word. Source: Lin 2004, with β = 1 as in the package rouge-score.</remarks>
public sealed class RougeL : ISavedState
{
    private long _pairs;
    private double _sum;

    /// <summary>Adds a text and what it should have been.</summary>
    public void Add(string prediction, string reference)
    {
        _pairs++;
        _sum += Of(prediction, reference);
    }

    /// <summary>The mean over the texts added, 0 to 1; NaN where there were none.</summary>
    public double Value() => _sum / _pairs;

    /// <summary>The figure of one text, 0 to 1.</summary>
    public static double Of(string prediction, string reference)
    {
        string[] predicted = Words(prediction);
        string[] expected = Words(reference);
        double common = LongestCommonSubsequence(predicted, expected);
        return common == 0 ? 0 : 2 * common / (predicted.Length + expected.Length);
    }

    /// <inheritdoc/>
    public SavedState SaveState() => new() { Values = new() { ["pairs"] = _pairs, ["sum"] = SavedState.Number(_sum) } };

    /// <inheritdoc/>
    public void RestoreState(SavedState state) => (_pairs, _sum) = (state.Integer("pairs"), state.Double("sum"));

    private static int LongestCommonSubsequence(string[] one, string[] other)
    {
        var above = new int[other.Length + 1];
        var row = new int[other.Length + 1];
        foreach (string word in one)
        {
            for (int i = 0; i < other.Length; i++)
            {
                row[i + 1] = word == other[i] ? above[i] + 1 : Math.Max(above[i + 1], row[i]);
            }

            (above, row) = (row, above);
        }

        return above[^1];
    }

    private static string[] Words(string text)
    {
        char[] letters = [.. text.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : ' ')];
        return new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
