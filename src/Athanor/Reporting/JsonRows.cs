using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>A table's rows as JSON objects for other programs: numbers at full precision, unscaled.</summary>
/// <remarks>
/// Under a column's key stands a text, a number, <c>{"mean":…,"low":…,"high":…}</c> for an estimate, or null for a missing value; notes and the reasons
/// of missing values stand under <c>key_note</c>. NaN and infinities are the strings <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.
/// </remarks>
public static class JsonRows
{
    /// <summary>The rows as a JSON array.</summary>
    public static JsonArray Of(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = TableColumns.Of(table);
        var rows = new JsonArray();
        foreach (var row in table.Rows)
        {
            var line = new JsonObject();
            for (var index = 0; index < columns.Length; index++)
            {
                var cell = row.Cells[index];
                line[columns[index].Key] = Value(cell);
                var reason = cell.Kind == CellKind.Missing ? cell.Text : "";
                var note = reason.Length > 0 && cell.Note.Length > 0 ? $"{reason} {cell.Note}" : reason + cell.Note;
                if (note.Length > 0)
                    line[columns[index].Key + "_note"] = note;
            }

            rows.Add((JsonNode)line);
        }

        return rows;
    }

    internal static JsonNode Number(double value) => double.IsFinite(value)
        ? JsonValue.Create(value)
        : JsonValue.Create(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");

    private static JsonNode? Value(ReportCell cell) => cell.Kind switch
    {
        CellKind.Text => JsonValue.Create(cell.Text),
        CellKind.Number => Number(cell.Value),
        CellKind.Estimate => new JsonObject { ["mean"] = Number(cell.Value), ["low"] = Number(cell.Low), ["high"] = Number(cell.High) },
        _ => null,
    };
}
