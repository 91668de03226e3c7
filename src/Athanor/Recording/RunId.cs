using System.Security.Cryptography;
using Athanor.Specs;

namespace Athanor.Recording;

/// <summary>The names of runs, and how a prefix finds one: what every <see cref="IRunStore"/> shares.</summary>
public static class RunId
{
    private const int Bytes = 6;
    private const int Shown = 5;

    /// <summary>A new id: twelve hexadecimal digits at random.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The one id that was meant.</summary>
    /// <param name="asked">An id or a prefix of one.</param>
    /// <param name="matching">The ids of the store that begin so.</param>
    /// <exception cref="RecipeException"><c>unknown-run</c> for none, <c>ambiguous-run</c> for several.</exception>
    public static string Resolve(string asked, IReadOnlyCollection<string> matching)
    {
        ArgumentNullException.ThrowIfNull(matching);
        if (asked is null or "" || matching.Count == 0)
        {
            throw new RecipeException("unknown-run", "", $"no run '{asked}'; 'athanor runs' lists those that there are");
        }

        if (matching.Count == 1 || matching.Contains(asked, StringComparer.Ordinal))
        {
            return matching.Count == 1 ? matching.First() : asked;
        }

        string candidates = string.Join(", ", matching.Order(StringComparer.Ordinal).Take(Shown)) + (matching.Count > Shown ? ", …" : "");
        throw new RecipeException("ambiguous-run", "", $"'{asked}' may be any of {candidates}; write more of the id");
    }
}
