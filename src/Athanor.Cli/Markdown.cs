using Athanor.Reporting;

namespace Athanor.Cli;

/// <summary>Markdown as plain text of a terminal's width: paragraphs and list items are filled anew, tables and code stay as they are.</summary>
internal static class Markdown
{
    public static IEnumerable<string> Reflow(string text, int width)
    {
        string paragraph = "";
        bool code = false;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            bool verbatim = code || fence || line.StartsWith('|') || line.StartsWith('#');
            bool item = Marker(line) > 0;
            if (paragraph.Length > 0 && (verbatim || item || line.Length == 0))
            {
                foreach (string filled in Fill(paragraph, width))
                {
                    yield return filled;
                }

                paragraph = "";
            }

            code ^= fence;
            if (verbatim || line.Length == 0)
            {
                yield return line;
            }
            else
            {
                paragraph = paragraph.Length == 0 ? line.TrimEnd() : Join(paragraph, line.Trim());
            }
        }

        foreach (string filled in paragraph.Length > 0 ? Fill(paragraph, width) : [])
        {
            yield return filled;
        }
    }

    /// <summary>Fills a paragraph; a list item's further lines stand under its text.</summary>
    private static IEnumerable<string> Fill(string paragraph, int width)
    {
        int marker = Marker(paragraph);
        string indent = new(' ', marker);
        bool first = true;
        foreach (string line in DisplayWidth.Wrap(paragraph[marker..], Math.Max(2, width - marker)))
        {
            yield return (first ? paragraph[..marker] : indent) + line;
            first = false;
        }
    }

    // Chinese is written without spaces, so a line's end there is none.
    private static string Join(string above, string below) =>
        DisplayWidth.Of(above[^1].ToString()) == 2 || DisplayWidth.Of(below[0].ToString()) == 2 ? above + below : $"{above} {below}";

    /// <summary>Cells that a list item's marker takes (<c>- </c>, <c>12. </c>), its indentation included; 0 where there is none.</summary>
    private static int Marker(string line)
    {
        int start = line.Length - line.TrimStart(' ').Length;
        int end = start;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        bool marked = end < line.Length && (end > start ? line[end] is '.' : line[end] is '-' or '*');
        return marked && end + 1 < line.Length && line[end + 1] == ' ' ? end + 2 : 0;
    }
}
