using System.Globalization;
using Athanor.Specs;
using CsvHelper;

namespace Athanor.Data.Formats;

/// <summary>A CSV file read: features as numbers, the target as text, and where each row stood in the file.</summary>
internal sealed class CsvTable
{
    private static readonly string[] MissingMarks = ["", "?", "na", "n/a", "nan", "null", "none", "-"];

    private readonly DataFile _file;
    private readonly string[] _names;

    private CsvTable(DataFile file, string[] names, int target)
    {
        _file = file;
        _names = names;
        TargetColumn = target;
    }

    /// <summary>Which column is the target, from 0.</summary>
    public int TargetColumn { get; }

    /// <summary>How many columns are features: all but the target.</summary>
    public int FeatureCount => _names.Length - 1;

    /// <summary>The features in row order, scaled.</summary>
    public List<float> Features { get; } = [];

    /// <summary>The target of each row.</summary>
    public List<string> Targets { get; } = [];

    private List<long> Lines { get; } = [];

    /// <summary>Reads the file that <paramref name="spec"/> names.</summary>
    public static CsvTable Read(DataFile file, CsvData spec, RecipePath at, CancellationToken cancellation) => file.Read(stream =>
    {
        var options = new CsvReaderOptions
        {
            Separator = spec.Separator[0],
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        using CsvReader reader = CsvReader.Create(stream, options);
        try
        {
            return Read(reader, file, spec, at, cancellation);
        }
        catch (CsvFormatException e)
        {
            throw file.Refusal("broken-file", $"row {e.LineNumber} is no proper CSV; is a quotation mark left open?", e);
        }
    });

    /// <summary>Says what is wrong with the target of <paramref name="row"/> (from 0, without the header).</summary>
    public RecipeException TargetRefusal(string code, int row, string problem) =>
        _file.Refusal(code, $"{Place(Lines[row], TargetColumn)}: {problem}");

    private static CsvTable Read(CsvReader reader, DataFile file, CsvData spec, RecipePath at, CancellationToken cancellation)
    {
        if (!reader.Read())
        {
            throw file.Refusal("empty-file", "is empty");
        }

        string[] first = reader.Current.ToArray();
        bool header = spec.Header ?? !first.Any(IsNumber);
        string[] names = header ? first : [.. first.Select((_, i) => $"{i + 1}")];
        if (names.Length < 2)
        {
            throw file.Refusal("too-few-columns", $"has one column; features and a target take two or more. Is '{spec.Separator}' the separator?");
        }

        var table = new CsvTable(file, names, TargetOf(names, spec, at));
        bool more = !header || reader.Read();
        for (; more; more = reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            table.Add(reader, spec.Scale);
        }

        return table.Targets.Count > 0 ? table : throw file.Refusal("empty-file", "has a header and no row below it");
    }

    private static int TargetOf(string[] names, CsvData spec, RecipePath at)
    {
        if (spec.Target.Length == 0)
        {
            return names.Length - 1;
        }

        int column = Array.IndexOf(names, spec.Target);
        if (column < 0 && int.TryParse(spec.Target, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Length)
        {
            column = number - 1;
        }

        return column >= 0
            ? column
            : throw at.Refusal("unknown-column", $"no column '{spec.Target}'; there are {string.Join(", ", names.Take(20))}{(names.Length > 20 ? ", …" : "")}", nameof(spec.Target));
    }

    private void Add(CsvReader row, double scale)
    {
        if (row.FieldCount != _names.Length)
        {
            throw _file.Refusal("ragged-row", $"row {row.LineNumber} has {row.FieldCount} columns where the first has {_names.Length}");
        }

        for (int column = 0; column < _names.Length; column++)
        {
            if (column == TargetColumn)
            {
                string target = row.GetString(column);
                Targets.Add(IsMissing(target) ? throw Missing(row, column, target) : target);
                Lines.Add(row.LineNumber);
                continue;
            }

            float value = row.TryParse(column, out double number) ? (float)(number * scale) : float.NaN;
            Features.Add(float.IsFinite(value) ? value : throw NoFeature(row, column));
        }
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
