using System.Text;

namespace Athanor.Reporting;

/// <summary>Writes a table as a GitHub-flavoured Markdown table, its columns padded so that the source reads as a table too.</summary>
/// <remarks>The best of a column is bold. Nothing in a cell is read as markup: see <see cref="Escape"/>.</remarks>
public static class MarkdownTable
{
    /// <summary>Writes the table.</summary>
    /// <returns>Lines that each end in <c>\n</c>: title in bold, table, footnotes.</returns>
    public static string Render(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var formatted = table.Format();
        var columns = table.Columns.Count;
        var headers = table.Columns.Select(column => Escape(column.FullHeader)).ToArray();
        var cells = formatted.Rows.Select(row => row.Select(Cell).ToArray()).ToArray();
        var widths = Enumerable.Range(0, columns)
            .Select(column => cells.Select(row => row[column]).Append(headers[column]).Max(DisplayWidth.Of))
            .Select(width => Math.Max(3, width))
            .ToArray();

        var text = new StringBuilder();
        if (!string.IsNullOrEmpty(table.Title))
            text.Append("**").Append(Escape(table.Title.Trim())).Append("**\n\n");
        Line(text, headers, widths, formatted);
        text.Append('|');
        for (var column = 0; column < columns; column++)
            text.Append(' ').Append(Rule(widths[column], formatted.AlignOf(column))).Append(" |");
        text.Append('\n');
        foreach (var row in cells)
            Line(text, row, widths, formatted);
        foreach (var note in table.Footnotes)
            text.Append('\n').Append(Escape(note)).Append('\n');
        return text.ToString();
    }

    /// <summary>A text that Markdown (GitHub's) shows as it stands: markup escaped, <c>&amp; &lt; &gt;</c> as entities, line breaks as <c>&lt;br&gt;</c>.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length + 8);
        text = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(DisplayWidth.OneLine));
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            switch (c)
            {
                case '&':
                    result.Append("&amp;");
                    break;
                case '<':
                    result.Append("&lt;");
                    break;
                case '>':
                    result.Append("&gt;");
                    break;
                case '\n':
                    result.Append("<br>");
                    break;
                case '_' when at > 0 && at < text.Length - 1 && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]):
                    // Inside a word it is no emphasis, and names stay readable in the source.
                    result.Append(c);
                    break;
                case '\\' or '|' or '`' or '*' or '_' or '[' or ']' or '~' or '$':
                case '#' or '+' or '-' or '=' when at == 0:
                    result.Append('\\').Append(c);
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }

        return result.ToString();
    }

    private static string Cell(FormattedCell cell)
    {
        var value = (cell with { Note = "" }).ToString();
        // A sign before a number begins no list inside a cell.
        value = cell.IsNumeric ? value.Replace("<", "&lt;", StringComparison.Ordinal) : Escape(value);
        if (cell.IsBest)
            value = $"**{value}**";
        return cell.Note.Length == 0 ? value : value.Length == 0 ? Escape(cell.Note) : $"{value} {Escape(cell.Note)}";
    }

    private static void Line(StringBuilder text, string[] cells, int[] widths, FormattedTable formatted)
    {
        text.Append('|');
        for (var column = 0; column < cells.Length; column++)
            text.Append(' ').Append(DisplayWidth.Pad(cells[column], widths[column], formatted.AlignOf(column))).Append(" |");
        text.Append('\n');
    }

    private static string Rule(int width, ColumnAlign align) => align switch
    {
        ColumnAlign.Right => new string('-', width - 1) + ":",
        ColumnAlign.Center => ":" + new string('-', width - 2) + ":",
        _ => new string('-', width),
    };
}
