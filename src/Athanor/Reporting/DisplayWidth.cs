using System.Buffers;
using System.Globalization;
using System.Text;

namespace Athanor.Reporting;

/// <summary>How many cells of a terminal a text takes: East-Asian wide characters and emoji take two, combining marks none.</summary>
/// <remarks>Source: Unicode's UAX #11 (W and F are wide). Ambiguous characters, box-drawing lines among them, count as one.</remarks>
public static class DisplayWidth
{
    // First and last code point of each wide range, ascending.
    private static readonly int[] Wide =
    [
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615,
        0x2630, 0x2637, 0x2648, 0x2653, 0x267F, 0x267F, 0x268A, 0x268F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD,
        0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
        0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF,
        0x4E00, 0xA4CF, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6,
        0x16FE0, 0x18CFF, 0x1AFF0, 0x1B2FB, 0x1D300, 0x1D376, 0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A,
        0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0,
        0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567,
        0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2,
        0x1F6D5, 0x1F6D8, 0x1F6DC, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F7F0, 0x1F7F0, 0x1F90C, 0x1F93A,
        0x1F93C, 0x1F945, 0x1F947, 0x1FAFF, 0x20000, 0x3FFFD,
    ];

    private static readonly SearchValues<char> BreakAfter = SearchValues.Create("/+,-");

    /// <summary>Cells that a text takes in one line.</summary>
    public static int Of(string text)
    {
        var width = 0;
        foreach (var cluster in Clusters(text))
            width += OfCluster(cluster);
        return width;
    }

    /// <summary>
    /// Breaks a text into lines of at most <paramref name="width"/> cells: at its own line breaks, at spaces, between wide characters, and inside a
    /// word only where the word alone is wider (then preferably after <c>/ + , -</c>). Controls, which could steer a terminal, are shown as U+FFFD.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="width">At least 2, the width of one wide character.</param>
    /// <returns>At least one line.</returns>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            WrapLine(Printable(line), width, lines);
        return lines;
    }

    /// <summary>The text in one line without controls: line breaks and tabs become spaces, other controls U+FFFD.</summary>
    public static string OneLine(string text) => Printable(text.ReplaceLineEndings(" "));

    internal static string Pad(string text, int width, ColumnAlign align)
    {
        var room = Math.Max(0, width - Of(text));
        var left = align switch { ColumnAlign.Right => room, ColumnAlign.Center => room / 2, _ => 0 };
        return new string(' ', left) + text + new string(' ', room - left);
    }

    internal static int LongestPart(string text) => Printable(text.ReplaceLineEndings(" ")).Split(' ').Max(Of);

    private static void WrapLine(string text, int width, List<string> lines)
    {
        var line = new StringBuilder();
        var used = 0;
        foreach (var (word, spaced) in Words(text))
        {
            var gap = spaced && used > 0 ? 1 : 0;
            if (used > 0 && used + gap + Of(word) > width)
                Break();
            else
                Append(new string(' ', gap), gap);
            foreach (var piece in Of(word) > width ? Pieces(word) : [word])
            {
                if (used > 0 && used + Of(piece) > width)
                    Break();
                foreach (var cluster in Clusters(piece))
                {
                    if (used + OfCluster(cluster) > width)
                        Break();
                    Append(cluster, OfCluster(cluster));
                }
            }
        }

        lines.Add(line.ToString());

        void Append(string part, int partWidth)
        {
            line.Append(part);
            used += partWidth;
        }

        void Break()
        {
            lines.Add(line.ToString());
            line.Clear();
            used = 0;
        }
    }

    /// <summary>What stands between spaces, wide characters each for itself; each with whether a space stood before it.</summary>
    private static IEnumerable<(string Word, bool Spaced)> Words(string text)
    {
        var word = new StringBuilder();
        var spaced = false;
        foreach (var cluster in Clusters(text))
        {
            var wide = OfCluster(cluster) == 2;
            if ((wide || cluster == " ") && word.Length > 0)
            {
                yield return (word.ToString(), spaced);
                word.Clear();
                spaced = false;
            }

            if (wide)
            {
                yield return (cluster, spaced);
                spaced = false;
            }
            else if (cluster == " ")
            {
                spaced = true;
            }
            else
            {
                word.Append(cluster);
            }
        }

        if (word.Length > 0)
            yield return (word.ToString(), spaced);
    }

    /// <summary>A word's pieces that each end in a sign after which a line may break.</summary>
    private static IEnumerable<string> Pieces(string word)
    {
        while (word.Length > 0)
        {
            var end = word.AsSpan(0, word.Length - 1).IndexOfAny(BreakAfter) + 1;
            yield return end == 0 ? word : word[..end];
            word = end == 0 ? "" : word[end..];
        }
    }

    private static string Printable(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\t')
                result.Append(' ');
            else if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
                result.Append('\uFFFD');
            else
                result.Append(rune.ToString());
        }

        return result.ToString();
    }

    private static IEnumerable<string> Clusters(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, index);
            yield return text.Substring(index, length);
            index += length;
        }
    }

    private static int OfCluster(string cluster)
    {
        var width = 0;
        foreach (var rune in cluster.EnumerateRunes())
            width = Math.Max(width, rune.Value == 0xFE0F ? 2 : OfRune(rune));
        return width;
    }

    private static int OfRune(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        // Even positions begin a range, odd ones end it: between the two the complement of the insertion point is odd.
        var at = Array.BinarySearch(Wide, rune.Value);
        return at >= 0 || (~at & 1) == 1 ? 2 : 1;
    }
}
