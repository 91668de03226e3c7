namespace Athanor.Reporting;

/// <summary>A column's cells with their numbers set under one another: means, half-widths and notes each on an edge of their own.</summary>
internal sealed class PlainColumn
{
    private readonly string[] _cells;
    private readonly string[] _loose;
    private readonly bool[] _blank;

    public PlainColumn(FormattedTable table, int index, PlainSigns signs)
    {
        var source = table.Source.Columns[index];
        Header = DisplayWidth.OneLine(source.FullHeader);
        Align = table.AlignOf(index);
        Priority = source.Priority;
        var cells = table.Rows.Select(row => row[index]).ToArray();
        IsText = !cells.Any(cell => cell.IsNumeric);
        _blank = [.. table.Source.Rows.Select(row => row.Cells[index] is { Kind: CellKind.Missing, Text: "", Note: "" })];
        _loose = [.. cells.Select(cell => Loose(cell, signs))];
        _cells = IsText ? _loose : SetUnderOneAnother(cells, signs);
        Natural = Math.Max(2, _cells.SelectMany(cell => cell.Split('\n')).Select(DisplayWidth.Of).DefaultIfEmpty(0).Max());
        HeaderWidth = Math.Max(2, DisplayWidth.Of(Header));
        HeaderPart = Math.Max(2, DisplayWidth.LongestPart(Header));
    }

    public string Header { get; }

    public ColumnAlign Align { get; }

    public int Priority { get; }

    public bool IsText { get; }

    /// <summary>The width of the widest cell.</summary>
    public int Natural { get; }

    public int HeaderWidth { get; }

    /// <summary>The width of the header's longest word.</summary>
    public int HeaderPart { get; }

    /// <summary>Whether nothing stands in the row's cell.</summary>
    public bool IsBlank(int row) => _blank[row];

    public IReadOnlyList<string> Lines(int row, int width) =>
        !IsText && width >= Natural ? [_cells[row]] : DisplayWidth.Wrap(_loose[row], width);

    private static string[] SetUnderOneAnother(FormattedCell[] cells, PlainSigns signs)
    {
        var mains = cells.Select(cell => Signed(DisplayWidth.OneLine(cell.Main), cell, signs)).ToArray();
        var spreads = cells.Select(cell => cell.Spread.Replace("∞", signs.Infinity, StringComparison.Ordinal)).ToArray();
        var tails = cells.Select(cell => DisplayWidth.OneLine(Tail(cell, signs))).ToArray();
        var main = Widest(mains.Where((_, row) => cells[row].IsNumeric));
        var spread = Widest(spreads);
        var values = new string[cells.Length];
        for (var row = 0; row < cells.Length; row++)
        {
            values[row] = mains[row];
            if (!cells[row].IsNumeric || spread == 0)
                continue;
            var sign = cells[row].IsInterval ? " " : $" {signs.PlusMinus} ";
            var space = new string(' ', spread - spreads[row].Length);
            // Without an interval the mean still stands under the other means.
            values[row] = DisplayWidth.Pad(mains[row], main, ColumnAlign.Right)
                + (spreads[row].Length > 0 ? sign + space + spreads[row] : new string(' ', spread + BlankSign(cells, signs)));
        }

        var value = Widest(values);
        var tail = Widest(tails);
        return
        [
            .. values.Select((text, row) =>
                DisplayWidth.Pad(text, value, ColumnAlign.Right) + DisplayWidth.Pad(tails[row], tail, ColumnAlign.Left)),
        ];
    }

    private static int BlankSign(FormattedCell[] cells, PlainSigns signs) => cells.Any(cell => cell.IsInterval) ? 1 : signs.PlusMinus.Length + 2;

    private static int Widest(IEnumerable<string> texts) => texts.Select(DisplayWidth.Of).DefaultIfEmpty(0).Max();

    private static string Signed(string text, FormattedCell cell, PlainSigns signs) =>
        cell.IsNumeric ? text.Replace("∞", signs.Infinity, StringComparison.Ordinal) : text;

    private static string Tail(FormattedCell cell, PlainSigns signs) =>
        (cell.IsBest ? " " + signs.Best : "") + (cell.Note.Length > 0 ? " " + cell.Note : "");

    private static string Loose(FormattedCell cell, PlainSigns signs)
    {
        if (!cell.IsNumeric)
            return (cell.Main + Tail(cell, signs)).ReplaceLineEndings("\n");
        var value = cell with { Note = "" };
        var text = value.ToString();
        if (cell.Spread.Length > 0 && !cell.IsInterval)
            text = $"{cell.Main} {signs.PlusMinus} {cell.Spread}";
        return Signed(text, cell, signs) + Tail(cell, signs);
    }
}
