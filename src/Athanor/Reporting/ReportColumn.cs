namespace Athanor.Reporting;

/// <summary>What a column of a <see cref="ReportTable"/> is called and how its cells are shown.</summary>
/// <param name="Header">Shown above the column.</param>
public sealed record ReportColumn(string Header)
{
    /// <summary>The column's name where programs read the table (CSV, JSON). Default: the header.</summary>
    public string Key { get; init; } = Header;

    /// <summary>Unit shown after the header, such as <c>s</c>. Default: <c>%</c> under <see cref="NumberFormat.Percent"/>, else none.</summary>
    public string? Unit { get; init; }

    /// <summary>Where cells stand. Default: right for a column that holds a number, else left.</summary>
    public ColumnAlign Align { get; init; } = ColumnAlign.Auto;

    /// <summary>How numbers are written. Default <see cref="NumberFormat.Auto"/>.</summary>
    public NumberFormat Format { get; init; } = NumberFormat.Auto;

    /// <summary>Which value is marked as the column's best. Default none.</summary>
    public BestIs Best { get; init; }

    /// <summary>Which columns stay together where the width does not hold all: 0 names the row and is repeated in each block, then 1, 2, …
    /// from the first block on. Default 1.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>A column that names its rows: repeated in every block of a table that is too wide.</summary>
    public static ReportColumn Names(string header) => new(header) { Priority = 0 };

    internal string? ShownUnit => Unit ?? (Format.Kind == NumberFormatKind.Percent ? "%" : null);

    internal string FullHeader => ShownUnit is { Length: > 0 } unit ? $"{Header} ({unit})" : Header;
}

/// <summary>Where the cells of a column stand.</summary>
public enum ColumnAlign
{
    /// <summary>Right for a column that holds a number, else left.</summary>
    Auto,

    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>At the right edge.</summary>
    Right,

    /// <summary>In the middle.</summary>
    Center,
}

/// <summary>Which value of a column is the best.</summary>
public enum BestIs
{
    /// <summary>None is marked.</summary>
    None,

    /// <summary>The highest.</summary>
    Highest,

    /// <summary>The lowest.</summary>
    Lowest,
}
