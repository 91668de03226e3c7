namespace Athanor.Reporting;

/// <summary>Many rows for other programs, column by column and unformatted: what a CSV, JSON or Parquet file of predictions holds.</summary>
public sealed record ColumnTable
{
    /// <summary>A table of these columns, from left to right.</summary>
    /// <exception cref="ArgumentException">Two columns have one name, or differ in length.</exception>
    public ColumnTable(IReadOnlyList<DataColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        Rows = columns.Count == 0 ? 0 : columns[0].Values.Length;
        if (columns.FirstOrDefault(column => column.Values.Length != Rows) is { } uneven)
        {
            throw new ArgumentException($"column '{uneven.Name}' has {uneven.Values.Length} rows, '{columns[0].Name}' has {Rows}", nameof(columns));
        }

        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"two columns are called '{twice.Key}'", nameof(columns));
        }
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<DataColumn> Columns { get; }

    /// <summary>How many rows each has.</summary>
    public int Rows { get; }
}
