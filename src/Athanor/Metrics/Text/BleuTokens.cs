using System.Text.RegularExpressions;

namespace Athanor.Metrics.Text;

/// <summary>The tokens of mteval-v13a, by which BLEU scores of different systems can be compared.</summary>
internal static partial class BleuTokens
{
    private const int TimeoutMilliseconds = 10_000;

    public static string[] Of(string text)
    {
        string line = text.TrimEnd()
            .Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        line = Signs().Replace($" {line} ", " ${sign} ");
        line = PointAfterOther().Replace(line, "${other} ${point} ");
        line = PointBeforeOther().Replace(line, " ${point} ${other}");
        line = DashAfterDigit().Replace(line, "${digit} ${dash} ");
        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"(?<sign>[\{-\~\[-\` -\&\(-\+\:-\@\/])", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Signs();

    [GeneratedRegex(@"(?<other>[^0-9])(?<point>[\.,])", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex PointAfterOther();

    [GeneratedRegex(@"(?<point>[\.,])(?<other>[^0-9])", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex PointBeforeOther();

    [GeneratedRegex(@"(?<digit>[0-9])(?<dash>-)", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex DashAfterDigit();
}
