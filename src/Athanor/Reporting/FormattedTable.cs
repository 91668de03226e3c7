namespace Athanor.Reporting;

/// <summary>A table's cells as texts, before any renderer's escapes and widths: for a renderer of your own.</summary>
public sealed class FormattedTable
{
    private FormattedTable(ReportTable source, FormattedCell[][] rows, bool[] numeric)
    {
        Source = source;
        Rows = rows;
        _numeric = numeric;
    }

    private readonly bool[] _numeric;

    /// <summary>The table itself: title, columns, footnotes.</summary>
    public ReportTable Source { get; }

    /// <summary>The texts, row by row.</summary>
    public IReadOnlyList<IReadOnlyList<FormattedCell>> Rows { get; }

    /// <summary>Where the cells of a column stand; never <see cref="ColumnAlign.Auto"/>.</summary>
    public ColumnAlign AlignOf(int column) => Source.Columns[column].Align switch
    {
        ColumnAlign.Auto => _numeric[column] ? ColumnAlign.Right : ColumnAlign.Left,
        var stated => stated,
    };

    /// <summary>Whether any cell is marked as its column's best.</summary>
    public bool HasBest => Rows.Any(row => row.Any(cell => cell.IsBest));

    internal static FormattedTable Of(ReportTable table)
    {
        var rows = new FormattedCell[table.Rows.Count][];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = new FormattedCell[table.Columns.Count];
        var numeric = new bool[table.Columns.Count];
        for (var column = 0; column < numeric.Length; column++)
        {
            var cells = table.Rows.Select(row => row.Cells[column]).ToArray();
            numeric[column] = cells.Any(cell => cell.IsNumeric);
            var style = NumberStyle.Of(table.Columns[column].Format, cells);
            var best = BestOf(table.Columns[column].Best, cells);
            for (var row = 0; row < rows.Length; row++)
                rows[row][column] = style.Format(cells[row], best is { } b && cells[row].Ranked && cells[row].IsNumeric && cells[row].Value == b);
        }

        return new FormattedTable(table, rows, numeric);
    }

    private static double? BestOf(BestIs best, ReportCell[] cells)
    {
        if (best == BestIs.None)
            return null;
        var ranked = cells.Where(cell => cell.Ranked && cell.IsNumeric && double.IsFinite(cell.Value)).Select(cell => cell.Value).ToArray();
        if (ranked.Length < 2)
            return null;
        return best == BestIs.Highest ? ranked.Max() : ranked.Min();
    }
}

/// <summary>One cell as texts.</summary>
/// <param name="Main">The text, the number or the mean; for a missing cell its reason.</param>
/// <param name="Spread">The half-width, or <c>[low, high]</c> where <paramref name="IsInterval"/>; empty where there is none.</param>
/// <param name="IsInterval">Whether the spread is written as an interval, because the column's intervals are not symmetric.</param>
/// <param name="Note">What stands beside the value; often empty.</param>
/// <param name="IsBest">Whether this is the column's best.</param>
/// <param name="IsNumeric">Whether a number stands here.</param>
public readonly record struct FormattedCell(string Main, string Spread, bool IsInterval, string Note, bool IsBest, bool IsNumeric)
{
    /// <summary>All of it in one line, such as <c>0.962 ± 0.004 diverged 3/9</c>.</summary>
    public override string ToString()
    {
        var text = Main;
        if (Spread.Length > 0)
            text += IsInterval ? " " + Spread : " ± " + Spread;
        if (Note.Length > 0)
            text += text.Length > 0 ? " " + Note : Note;
        return text;
    }
}
