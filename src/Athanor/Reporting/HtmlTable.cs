using System.Globalization;
using System.Text;

namespace Athanor.Reporting;

/// <summary>Writes a table as HTML: numbers under one another, their full precision on hover.</summary>
internal static class HtmlTable
{
    public static void Append(StringBuilder html, ReportTable table, bool captioned = true)
    {
        var formatted = table.Format();
        html.Append("<div class=\"scroll\" tabindex=\"0\"><table>\n");
        if (captioned && !string.IsNullOrEmpty(table.Title))
            html.Append("<caption>").Append(HtmlPage.Escape(table.Title)).Append("</caption>\n");
        html.Append("<thead><tr>");
        for (var column = 0; column < table.Columns.Count; column++)
        {
            html.Append("<th scope=\"col\"").Append(ClassOf(formatted.AlignOf(column))).Append('>').Append(HtmlPage.Escape(table.Columns[column].Header));
            if (table.Columns[column].ShownUnit is { Length: > 0 } unit)
                html.Append(" <span class=\"unit\">(").Append(HtmlPage.Escape(unit)).Append(")</span>");
            html.Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        var spreads = Enumerable.Range(0, table.Columns.Count).Select(column => formatted.Rows.Max(row => (int?)row[column].Spread.Length) ?? 0).ToArray();
        for (var row = 0; row < table.Rows.Count; row++)
        {
            html.Append(table.Rows[row].RuleAbove && row > 0 ? "<tr class=\"rule\">" : "<tr>");
            for (var column = 0; column < table.Columns.Count; column++)
                Cell(html, formatted, row, column, spreads[column]);
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        if (table.Footnotes.Count == 0 && !formatted.HasBest)
            return;
        html.Append("<div class=\"notes\">\n");
        if (formatted.HasBest)
            html.Append("<p><b>Bold</b>: best in its column.</p>\n");
        foreach (var note in table.Footnotes)
            html.Append("<p>").Append(HtmlPage.Escape(note)).Append("</p>\n");
        html.Append("</div>\n");
    }

    private static void Cell(StringBuilder html, FormattedTable table, int row, int column, int spread)
    {
        var cell = table.Rows[row][column];
        var source = table.Source.Rows[row].Cells[column];
        var isName = table.Source.Columns[column].Priority == 0;
        var classes = new List<string>();
        if (cell.IsNumeric)
            classes.Add("number");
        if (cell.IsBest)
            classes.Add("best");
        html.Append(isName ? "<th scope=\"row\"" : "<td").Append(ClassOf(table.AlignOf(column), classes));
        if (source.Kind == CellKind.Estimate)
            html.Append(" title=\"").Append(Full(source.Value)).Append(" [").Append(Full(source.Low)).Append(", ").Append(Full(source.High)).Append("]\"");
        else if (source.Kind == CellKind.Number)
            html.Append(" title=\"").Append(Full(source.Value)).Append('"');
        html.Append('>');
        if (cell.IsNumeric)
            Number(html, cell, spread);
        else
            html.Append(source.Kind == CellKind.Missing ? $"<span class=\"missing\">{HtmlPage.Escape(cell.Main)}</span>" : HtmlPage.Escape(cell.Main));
        // A short sign hangs beside the number and moves nothing; words stand below it.
        if (cell.Note.Length > 0)
            html.Append(cell.Note.Length <= 2 ? "<span class=\"sign\">\u2009" : "<span class=\"note\">").Append(HtmlPage.Escape(cell.Note)).Append("</span>");
        html.Append(isName ? "</th>" : "</td>");
    }

    private static void Number(StringBuilder html, FormattedCell cell, int spread)
    {
        html.Append("<span class=\"value\">").Append(Shown(cell.Main)).Append("</span>");
        if (spread == 0)
            return;
        // Figure spaces are as wide as digits, so that the signs stand under one another.
        var padding = new string('\u2007', spread - cell.Spread.Length);
        if (cell.Spread.Length == 0)
            html.Append("<span class=\"spread none\" aria-hidden=\"true\"> ± ").Append(padding).Append("</span>");
        else
            html.Append("<span class=\"spread\"> ").Append(cell.IsInterval ? "" : "± ").Append(padding).Append(Shown(cell.Spread)).Append("</span>");
    }

    private static string Shown(string number) => HtmlPage.Escape(number.Replace('-', '−'));

    private static string Full(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string ClassOf(ColumnAlign align, List<string>? more = null)
    {
        more ??= [];
        if (align is ColumnAlign.Right or ColumnAlign.Center)
            more.Add(align == ColumnAlign.Right ? "right" : "center");
        return more.Count == 0 ? "" : $" class=\"{string.Join(' ', more)}\"";
    }
}
