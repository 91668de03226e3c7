using System.Globalization;
using System.Text;

namespace Athanor.Reporting;

/// <summary>Writes a table as CSV (RFC 4180) for other programs: numbers at full precision, unrounded and unscaled.</summary>
/// <remarks>
/// A column of estimates becomes <c>key_mean</c>, <c>key_low</c>, <c>key_high</c>; notes and the reasons of missing values stand in <c>key_note</c>.
/// Numbers are written so that reading them gives the same double; NaN and infinities as <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.
/// Title and footnotes are not part of it. Texts are kept as they are, also where a spreadsheet would take one for a formula.
/// </remarks>
public static class CsvTable
{
    /// <summary>Writes the table.</summary>
    /// <returns>A header line and a line a row, each ending in CR LF as the standard says.</returns>
    public static string Render(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = TableColumns.Of(table);
        var text = new StringBuilder();
        Line(text, columns.SelectMany(column => column.Names()));
        foreach (var row in table.Rows)
            Line(text, columns.SelectMany((column, index) => Fields(row.Cells[index], column)));
        return text.ToString();
    }

    private static IEnumerable<string> Fields(ReportCell cell, TableColumns column)
    {
        if (column.IsEstimate)
        {
            yield return cell.IsNumeric ? Full(cell.Value) : "";
            yield return cell.Kind == CellKind.Estimate ? Full(cell.Low) : "";
            yield return cell.Kind == CellKind.Estimate ? Full(cell.High) : "";
        }
        else
        {
            yield return cell.IsNumeric ? Full(cell.Value) : column.HasNotes && cell.Kind == CellKind.Missing ? "" : cell.Text;
        }

        if (column.HasNotes)
            yield return Note(cell, column);
    }

    private static void Line(StringBuilder text, IEnumerable<string> fields)
    {
        var line = string.Join(',', fields.Select(Quoted));
        // Readers skip an empty line, but here it is a row whose only field is empty.
        text.Append(line.Length > 0 ? line : "\"\"").Append("\r\n");
    }

    private static string Quoted(string field) => field.AsSpan().IndexOfAny("\",\r\n") < 0 && field.Trim() == field
        ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Note(ReportCell cell, TableColumns column)
    {
        var reason = cell.Kind == CellKind.Missing || (column.IsEstimate && cell.Kind == CellKind.Text) ? cell.Text : "";
        return reason.Length > 0 && cell.Note.Length > 0 ? $"{reason} {cell.Note}" : reason + cell.Note;
    }

    private static string Full(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
