using System.Text;

namespace Athanor.Reporting;

/// <summary>Draws a table for a terminal or a text file of a given width.</summary>
/// <remarks>
/// No line is wider than asked for, and nothing is left out: where the width does not hold the table, headers wrap, then texts, and then the
/// columns of lower priority move into further blocks below, each with the columns that name its rows.
/// </remarks>
public static class PlainTextTable
{
    /// <summary>The narrowest width that can be asked for.</summary>
    public const int LeastWidth = 20;

    /// <summary>Draws the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="width">Cells of the terminal in a line, at least <see cref="LeastWidth"/>.</param>
    /// <param name="ascii">Whether lines and signs keep to ASCII; the table's own texts stay as they are.</param>
    /// <returns>Lines that each end in <c>\n</c>, without trailing spaces.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is below <see cref="LeastWidth"/>.</exception>
    public static string Render(ReportTable table, int width = 80, bool ascii = false)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, LeastWidth);
        var formatted = table.Format();
        var signs = ascii ? PlainSigns.Ascii : PlainSigns.Light;
        var columns = Enumerable.Range(0, table.Columns.Count).Select(index => new PlainColumn(formatted, index, signs)).ToArray();
        var page = new StringBuilder();
        AppendWrapped(page, table.Title, width);
        var first = true;
        foreach (var block in PlainBlock.Split(columns, width))
        {
            if (!first)
                page.Append('\n');
            first = false;
            Draw(page, table, block, signs);
        }

        if (formatted.HasBest)
            AppendWrapped(page, $"{signs.Best} best in its column", width);
        foreach (var note in table.Footnotes)
            AppendWrapped(page, note, width);
        return page.ToString();
    }

    private static void Draw(StringBuilder page, ReportTable table, PlainBlock block, PlainSigns signs)
    {
        Rule(page, block, signs.Line);
        if (block.Columns.Any(column => column.Header.Length > 0))
        {
            Row(page, block, (column, width) => DisplayWidth.Wrap(column.Header, width), bottom: true);
            Rule(page, block, signs.Line);
        }

        for (var row = 0; row < table.Rows.Count; row++)
        {
            if (block.Continues && block.Columns.All(column => column.Priority == 0 || column.IsBlank(row)))
                continue;
            if (table.Rows[row].RuleAbove && row > 0)
                Rule(page, block, signs.ThinLine);
            var index = row;
            Row(page, block, (column, width) => column.Lines(index, width), bottom: false);
        }

        Rule(page, block, signs.Line);
    }

    private static void Row(StringBuilder page, PlainBlock block, Func<PlainColumn, int, IReadOnlyList<string>> lines, bool bottom)
    {
        var cells = block.Columns.Select((column, index) => lines(column, block.Widths[index])).ToArray();
        var height = cells.Max(cell => cell.Count);
        for (var line = 0; line < height; line++)
        {
            var text = new StringBuilder();
            for (var column = 0; column < cells.Length; column++)
            {
                var at = bottom ? line - (height - cells[column].Count) : line;
                var part = at >= 0 && at < cells[column].Count ? cells[column][at] : "";
                text.Append(column == 0 ? "" : PlainBlock.Gap).Append(DisplayWidth.Pad(part, block.Widths[column], block.Columns[column].Align));
            }

            page.Append(text.ToString().TrimEnd(' ')).Append('\n');
        }
    }

    private static void Rule(StringBuilder page, PlainBlock block, char line) => page.Append(line, block.Width).Append('\n');

    private static void AppendWrapped(StringBuilder page, string? text, int width)
    {
        if (string.IsNullOrEmpty(text))
            return;
        foreach (var line in DisplayWidth.Wrap(text, width))
            page.Append(line).Append('\n');
    }
}

/// <summary>The signs a plain-text table is drawn with.</summary>
internal sealed record PlainSigns(char Line, char ThinLine, string PlusMinus, string Best, string Infinity)
{
    public static PlainSigns Light { get; } = new('─', '╌', "±", "◂", "∞");

    public static PlainSigns Ascii { get; } = new('-', '.', "+/-", "<", "inf");
}
