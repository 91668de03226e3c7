namespace Athanor.Reporting;

/// <summary>A table as an object. Renderers write it as plain text, Markdown, LaTeX, CSV, JSON or HTML; they differ in looks, never in content.</summary>
public sealed record ReportTable : ReportBlock
{
    /// <summary>Makes a table.</summary>
    /// <param name="title">What the table shows; null or empty for none.</param>
    /// <param name="columns">At least one column.</param>
    /// <param name="rows">Each with one cell a column.</param>
    /// <exception cref="ArgumentException">No column, or a row whose number of cells is not the number of columns.</exception>
    public ReportTable(string? title, IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportRow> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        if (columns.Count == 0)
            throw new ArgumentException("a table has at least one column", nameof(columns));
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Cells.Count != columns.Count)
                throw new ArgumentException($"row {row} has {rows[row].Cells.Count} cells, the table {columns.Count} columns", nameof(rows));
        }

        Title = title;
        Columns = columns;
        Rows = rows;
    }

    /// <summary>What the table shows; null or empty for none.</summary>
    public string? Title { get; }

    /// <summary>The columns, from the left.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; }

    /// <summary>The rows, from the top; each has one cell a column.</summary>
    public IReadOnlyList<ReportRow> Rows { get; }

    /// <summary>Lines below the table, in order.</summary>
    public IReadOnlyList<string> Footnotes { get; init; } = [];

    /// <summary>The texts of the cells as every renderer shows them: decimals settled a column, the best marked.</summary>
    public FormattedTable Format() => FormattedTable.Of(this);
}

/// <summary>One row of a <see cref="ReportTable"/>.</summary>
/// <param name="Cells">One cell a column.</param>
public sealed record ReportRow(params IReadOnlyList<ReportCell> Cells)
{
    /// <summary>Whether a thin line sets this row off from the one above. Default false.</summary>
    public bool RuleAbove { get; init; }
}
