using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>Values over two axes as colours: layers × steps.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Columns">What runs along the axis, from the left.</param>
/// <param name="Rows">The rows, from the top.</param>
/// <param name="Values">By row, then by column; what is not finite stays empty.</param>
public sealed record HeatMap(string Title, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, IReadOnlyList<IReadOnlyList<double>> Values) : Chart(Title)
{
    private const int RowHeight = 18;
    private const int LeastHeight = 150;
    private const int MostHeight = 620;

    /// <summary>What the columns are, such as <c>step</c>.</summary>
    public string ColumnLabel { get; init; } = "";

    /// <summary>What the rows are, such as <c>layer</c>.</summary>
    public string RowLabel { get; init; } = "";

    internal override int Height => Math.Clamp(RowHeight * Rows.Count, LeastHeight, MostHeight) + 96;

    internal override string Kind => "heat";

    internal override IReadOnlyList<LegendEntry> Legend => [];

    /// <inheritdoc/>
    /// <remarks>As it is drawn: a row a row, a column a column.</remarks>
    public override ReportTable ToTable() => new(
        Title,
        [ReportColumn.Names(RowLabel), .. Columns.Select(column => new ReportColumn(column) { Format = Format })],
        [.. Rows.Select((row, i) => new ReportRow([row, .. Values[i].Select(value => double.IsFinite(value) ? ReportCell.Number(value) : ReportCell.Empty)]))]);

    /// <inheritdoc/>
    public override JsonObject ToOption()
    {
        double[] finite = [.. Values.SelectMany(row => row).Where(double.IsFinite).Select(value => value * Scale)];
        var series = new JsonObject
        {
            ["type"] = "heatmap",
            ["name"] = Title,
            ["tone"] = LineChart.ColorOf(0),
            ["progressive"] = 0,
            ["data"] = new JsonArray(
            [
                .. Values.SelectMany((row, y) => row.Select((value, x) => (value, x, y))).Where(cell => double.IsFinite(cell.value))
                    .Select(cell => (JsonNode)new JsonArray(cell.x, cell.y, Node(cell.value * Scale))),
            ]),
        };
        JsonObject x = Categories(Columns);
        x["name"] = ColumnLabel;
        x["nameLocation"] = "middle";
        x["nameGap"] = 28;
        JsonObject y = Categories(Rows);
        y["inverse"] = true;
        JsonObject option = Option(x, y, [series]);
        option["grid"]!["bottom"] = 84;
        double least = finite.DefaultIfEmpty(0).Min();
        double greatest = finite.DefaultIfEmpty(0).Max();
        option["visualMap"] = new JsonObject
        {
            ["min"] = Node(least),
            // One colour alone has no scale.
            ["max"] = Node(greatest > least ? greatest : least + 1),
            ["calculable"] = true,
            ["orient"] = "horizontal",
            ["left"] = "center",
            ["bottom"] = 0,
            ["precision"] = 2,
        };
        return option;
    }

    private static JsonObject Categories(IReadOnlyList<string> names) => new()
    {
        ["type"] = "category",
        ["axisTick"] = new JsonObject { ["show"] = false },
        ["data"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
    };
}
