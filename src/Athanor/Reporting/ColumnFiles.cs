using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Athanor.Reporting;

/// <summary>Writes a <see cref="ColumnTable"/> as CSV, JSON or Parquet; numbers so that reading them gives the same bits.</summary>
public static class ColumnFiles
{
    /// <summary>Writes CSV (RFC 4180): a header line and a line a row, each ending in CR LF. NaN and infinities as <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static void WriteCsv(ColumnTable table, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(to);
        Line(to, table.Columns.Select(column => column.Name));
        for (int row = 0; row < table.Rows; row++)
        {
            Line(to, table.Columns.Select(column => Text(column.Values, row)));
        }
    }

    /// <summary>Writes one JSON array of an object a row, keys as the columns are called. NaN and infinities as strings.</summary>
    public static void WriteJson(ColumnTable table, Stream to)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        for (int row = 0; row < table.Rows; row++)
        {
            json.WriteStartObject();
            foreach (DataColumn column in table.Columns)
            {
                json.WritePropertyName(column.Name);
                Value(json, column.Values, row);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes Parquet (Snappy, one row group): int64, float, double and string columns, none of them optional.</summary>
    /// <param name="table">The table.</param>
    /// <param name="to">A stream that can seek.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task WriteParquetAsync(ColumnTable table, Stream to, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        DataField[] fields = [.. table.Columns.Select(column => new DataField(column.Name, column.Values.GetType().GetElementType()!, isNullable: false))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), to, cancellationToken: cancellation);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int i = 0; i < fields.Length; i++)
        {
            await (table.Columns[i].Values switch
            {
                long[] numbers => group.WriteAsync<long>(fields[i], numbers, cancellationToken: cancellation),
                float[] numbers => group.WriteAsync<float>(fields[i], numbers, cancellationToken: cancellation),
                double[] numbers => group.WriteAsync<double>(fields[i], numbers, cancellationToken: cancellation),
                var texts => group.WriteAsync(fields[i], (string[])texts),
            });
        }
    }

    private static void Value(Utf8JsonWriter json, Array values, int row)
    {
        switch (values)
        {
            case long[] numbers:
                json.WriteNumberValue(numbers[row]);
                break;
            case float[] numbers when float.IsFinite(numbers[row]):
                json.WriteNumberValue(numbers[row]);
                break;
            case double[] numbers when double.IsFinite(numbers[row]):
                json.WriteNumberValue(numbers[row]);
                break;
            default:
                json.WriteStringValue(Text(values, row));
                break;
        }
    }

    private static string Text(Array values, int row) => values switch
    {
        long[] numbers => numbers[row].ToString(CultureInfo.InvariantCulture),
        float[] numbers => numbers[row].ToString("R", CultureInfo.InvariantCulture),
        double[] numbers => numbers[row].ToString("R", CultureInfo.InvariantCulture),
        _ => ((string[])values)[row],
    };

    private static void Line(TextWriter to, IEnumerable<string> fields)
    {
        string separator = "";
        foreach (string field in fields)
        {
            to.Write(separator);
            to.Write(field.AsSpan().IndexOfAny("\",\r\n") < 0 && field.Trim() == field ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            separator = ",";
        }

        to.Write("\r\n");
    }
}
