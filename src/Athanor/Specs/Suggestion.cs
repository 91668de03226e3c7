namespace Athanor.Specs;

/// <summary>The known name that a mistyped one was probably meant to be.</summary>
public static class Suggestion
{
    /// <summary>The end of a message: <c>; did you mean 'hidden'?</c>, or empty where no known name is near.</summary>
    public static string For(string name, IEnumerable<string> known) => Nearest(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The nearest of <paramref name="known"/>, or null where none is near: up to a third of the letters differ, case and hyphens aside.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string folded = Fold(name);
        int reach = Math.Max(1, folded.Length / 3);
        return known
            .Select(candidate => (Name: candidate, Distance: Distance(folded, Fold(candidate))))
            .Where(candidate => candidate.Distance <= reach)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static string Fold(string name) => name.Replace("-", "").Replace("_", "").Replace(" ", "").ToLowerInvariant();

    // Damerau's distance (restricted): insertions, deletions, replacements, and swaps of neighbours count 1 each.
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                table[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }
}
