namespace Athanor.Reporting;

/// <summary>How CSV and JSON name what a table's columns hold: a column of estimates is a mean and two ends, notes are a column of their own.</summary>
internal sealed class TableColumns
{
    private TableColumns(string key, bool isEstimate, bool hasNotes)
    {
        Key = key;
        IsEstimate = isEstimate;
        HasNotes = hasNotes;
    }

    public string Key { get; }

    public bool IsEstimate { get; }

    public bool HasNotes { get; }

    public static TableColumns[] Of(ReportTable table)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var result = new TableColumns[table.Columns.Count];
        for (var index = 0; index < result.Length; index++)
        {
            var cells = table.Rows.Select(row => row.Cells[index]).ToArray();
            var numeric = cells.Any(cell => cell.IsNumeric);
            var column = new TableColumns(
                table.Columns[index].Key,
                cells.Any(cell => cell.Kind == CellKind.Estimate),
                cells.Any(cell => cell.Note.Length > 0 || (numeric && !cell.IsNumeric && cell.Text.Length > 0)));
            for (var twin = 2; column.Names().Any(taken.Contains); twin++)
                column = new TableColumns($"{table.Columns[index].Key}_{twin}", column.IsEstimate, column.HasNotes);
            taken.UnionWith(column.Names());
            result[index] = column;
        }

        return result;
    }

    public IEnumerable<string> Names()
    {
        if (IsEstimate)
        {
            yield return Key + "_mean";
            yield return Key + "_low";
            yield return Key + "_high";
        }
        else
        {
            yield return Key;
        }

        if (HasNotes)
            yield return Key + "_note";
    }
}
