using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary>Where predictions go and in which form: <c>--out file.csv</c>, <c>--format json</c>.</summary>
internal sealed class PredictionOutput
{
    private const string Csv = "csv";
    private const string Json = "json";
    private const string Parquet = "parquet";
    private static readonly string[] Formats = [Csv, Json, Parquet];

    public Option<string?> Out { get; } = new("--out") { Description = "Write the predictions to a file: .csv, .json or .parquet. Default: standard output.", HelpName = "file" };

    public Option<string?> Format { get; } = new("--format") { Description = "csv, json or parquet, where the file's name does not say it. Default: csv.", HelpName = "format" };

    /// <summary>The format that was asked for; refused before anything is computed.</summary>
    public string FormatOf(ParseResult arguments)
    {
        string? file = arguments.GetValue(Out);
        string? named = arguments.GetValue(Format);
        string format = named ?? (file is null ? Csv : Path.GetExtension(file).TrimStart('.').ToLowerInvariant());
        if (!Formats.Contains(format, StringComparer.Ordinal))
        {
            throw new RecipeException(UsageError.Code, named is null ? "--out" : "--format", named is null
                ? $"'{file}' does not say in which format; end it in {string.Join(", ", Formats.Select(each => "." + each))} or give --format"
                : $"no format '{format}'{Suggestion.For(format, Formats)}; there are {string.Join(", ", Formats)}");
        }

        return format == Parquet && file is null
            ? throw new RecipeException(UsageError.Code, "--format", "parquet is no text; give --out file.parquet")
            : format;
    }

    public static async Task WriteAsync(ColumnTable table, string format, string? file, CommandOutput output, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await WriteAsync(table, format, content, cancellation);
        if (file is not null)
        {
            AtomicFile.Write(file, content.WriteTo);
            return;
        }

        output.Text(Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length));
        if (format == Json)
        {
            output.Line();
        }
    }

    /// <summary>The rows for a document.</summary>
    public static JsonNode Rows(ColumnTable table)
    {
        using var text = new MemoryStream();
        ColumnFiles.WriteJson(table, text);
        return JsonNode.Parse(text.GetBuffer().AsSpan(0, (int)text.Length))!;
    }

    private static async Task WriteAsync(ColumnTable table, string format, Stream to, CancellationToken cancellation)
    {
        switch (format)
        {
            case Json:
                ColumnFiles.WriteJson(table, to);
                break;
            case Parquet:
                await ColumnFiles.WriteParquetAsync(table, to, cancellation);
                break;
            default:
                await using (var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
                {
                    ColumnFiles.WriteCsv(table, text);
                }

                break;
        }
    }
}
