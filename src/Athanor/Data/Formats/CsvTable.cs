using System.Globalization;
using Athanor.Specs;
using CsvHelper;

namespace Athanor.Data.Formats;

/// <summary>A CSV file read: features as numbers, the target as text, and where each row stood in the file.</summary>
internal sealed class CsvTable
{
    private static readonly string[] MissingMarks = ["", "?", "na", "n/a", "nan", "null", "none", "-"];

    // More than any row of numbers takes; a quotation mark that is never closed would read on to the end of the file.
    private const int MostBytesARow = 1 << 26;

    private readonly DataFile _file;
    private readonly string[] _names;
    private readonly int[] _featureOf;
    private readonly float[] _row;

    private CsvTable(DataFile file, string[] names, bool header, CsvColumns columns)
    {
        _file = file;
        _names = names;
        _row = new float[columns.Features.Length];
        _featureOf = new int[names.Length];
        Array.Fill(_featureOf, -1);
        for (int i = 0; i < columns.Features.Length; i++)
        {
            _featureOf[columns.Features[i]] = i;
        }

        TargetColumn = columns.Target;
        if (header)
        {
            FeatureNames = [.. columns.Features.Select(column => names[column])];
            TargetName = TargetColumn < 0 ? "" : names[TargetColumn];
        }
    }

    /// <summary>Which column is the target, from 0; −1 for none.</summary>
    public int TargetColumn { get; }

    /// <summary>How many columns are features.</summary>
    public int FeatureCount => _row.Length;

    /// <summary>What the header calls the features, in their order; empty without a header.</summary>
    public ValueList<string> FeatureNames { get; } = [];

    /// <summary>What the header calls the target, or empty.</summary>
    public string TargetName { get; } = "";

    /// <summary>How many rows there are.</summary>
    public int Rows => Lines.Count;

    /// <summary>The features in row order, scaled.</summary>
    public List<float> Features { get; } = [];

    /// <summary>The target of each row; none without a target column.</summary>
    public List<string> Targets { get; } = [];

    private List<long> Lines { get; } = [];

    /// <summary>Reads a file as <paramref name="spec"/> says, whose columns are what <paramref name="columns"/> makes of their names.</summary>
    public static CsvTable Read(DataFile file, CsvData spec, Func<string[], bool, CsvColumns> columns, CancellationToken cancellation)
    {
        if (file.Read(HasNoText))
        {
            throw file.Refusal("broken-file", "is no text, or UTF-16 without its mark; save it as UTF-8");
        }

        return file.Read(stream => Read(stream, file, spec, columns, cancellation));
    }

    /// <summary>Says what is wrong with the target of <paramref name="row"/> (from 0, without the header).</summary>
    public RecipeException TargetRefusal(string code, int row, string problem) =>
        _file.Refusal(code, $"{Place(Lines[row], TargetColumn)}: {problem}");

    private static CsvTable Read(Stream stream, DataFile file, CsvData spec, Func<string[], bool, CsvColumns> columns, CancellationToken cancellation)
    {
        var options = new CsvReaderOptions
        {
            Separator = spec.Separator[0],
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = MostBytesARow,
        };
        using CsvReader reader = CsvReader.Create(stream, options);
        try
        {
            return Read(reader, file, spec, columns, cancellation);
        }
        catch (CsvFormatException e)
        {
            throw file.Refusal("broken-file", $"row {e.LineNumber} is no proper CSV; is a quotation mark left open?", e);
        }
    }

    /// <summary>Whether one of the first two bytes is 0, as in UTF-16 of ASCII letters and in most files that are no text.</summary>
    private static bool HasNoText(Stream stream)
    {
        Span<byte> first = stackalloc byte[2];
        int read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return first[..read].Contains((byte)0);
    }

    private static CsvTable Read(CsvReader reader, DataFile file, CsvData spec, Func<string[], bool, CsvColumns> columns, CancellationToken cancellation)
    {
        if (!reader.Read())
        {
            throw file.Refusal("empty-file", "is empty");
        }

        string[] first = reader.Current.ToArray();
        bool header = spec.Header ?? !first.Any(IsNumber);
        string[] names = header ? first : [.. first.Select((_, i) => $"{i + 1}")];
        if (header && names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw file.Refusal("duplicate-column", $"two columns are called '{twice.Key}'; give each a name of its own, or say header: false");
        }

        var table = new CsvTable(file, names, header, columns(names, header));
        bool more = !header || reader.Read();
        for (; more; more = reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            table.Add(reader, spec.Scale);
        }

        return table.Rows > 0 ? table : throw file.Refusal("empty-file", "has a header and no row below it");
    }

    private void Add(CsvReader row, double scale)
    {
        if (row.FieldCount != _names.Length)
        {
            throw _file.Refusal("ragged-row", $"row {row.LineNumber} has {row.FieldCount} columns where the first has {_names.Length}");
        }

        Lines.Add(row.LineNumber);
        for (int column = 0; column < _names.Length; column++)
        {
            if (column == TargetColumn)
            {
                string target = row.GetString(column);
                Targets.Add(IsMissing(target) ? throw Missing(row, column, target) : target);
            }
            else if (_featureOf[column] is >= 0 and int feature)
            {
                float value = row.TryParse(column, out double number) ? (float)(number * scale) : float.NaN;
                _row[feature] = float.IsFinite(value) ? value : throw NoFeature(row, column);
            }
        }

        Features.AddRange(_row);
    }

    private RecipeException NoFeature(CsvReader row, int column)
    {
        string field = row.GetString(column);
        return IsMissing(field)
            ? Missing(row, column, field)
            : _file.Refusal("not-a-number", $"{Place(row.LineNumber, column)}: '{field}' is not a finite 32-bit number");
    }

    private RecipeException Missing(CsvReader row, int column, string field) =>
        _file.Refusal("missing-value", $"{Place(row.LineNumber, column)}: the value is missing ('{field}'); fill it in or leave the row out");

    private static bool IsMissing(string field) => MissingMarks.Contains(field, StringComparer.OrdinalIgnoreCase);

    private string Place(long line, int column) => $"row {line}, column '{_names[column]}'";

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
