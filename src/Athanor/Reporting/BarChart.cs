using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>Bars from 0, grouped by category: counts, times, memory.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Categories">The groups, from the left.</param>
/// <param name="Series">The bars of each group; each series has one value a category.</param>
public sealed record BarChart(string Title, IReadOnlyList<string> Categories, params IReadOnlyList<BarSeries> Series) : Chart(Title)
{
    private const string BarGap = "10%";
    private const string CategoryGap = "35%";

    /// <summary>What the categories are called in the table.</summary>
    public string CategoryLabel { get; init; } = "";

    internal override int Height => 340;

    internal override string Kind => "bar";

    internal override IReadOnlyList<LegendEntry> Legend =>
        [.. Series.Select((series, index) => new LegendEntry(series.Name, LineChart.ColorOf(index), "rect"))];

    /// <inheritdoc/>
    public override ReportTable ToTable() => new(
        Title,
        [ReportColumn.Names(CategoryLabel), .. Series.Select(series => new ReportColumn(series.Name) { Format = Format })],
        [.. Categories.Select((category, row) => new ReportRow([category, .. Series.Select(series => series.Values[row].ToCell())]))]);

    /// <inheritdoc/>
    public override JsonObject ToOption()
    {
        var series = new JsonArray();
        for (var index = 0; index < Series.Count; index++)
        {
            series.Add((JsonNode)Bars(Series[index], index));
            if (Series[index].Values.Any(value => double.IsFinite(value.Low) && double.IsFinite(value.High)))
                series.Add((JsonNode)Intervals(Series[index], index));
        }

        var x = new JsonObject
        {
            ["type"] = "category",
            ["axisTick"] = new JsonObject { ["show"] = false },
            ["axisLabel"] = new JsonObject { ["interval"] = 0, ["overflow"] = "break" },
            ["data"] = new JsonArray([.. Categories.Select(category => (JsonNode)category)]),
        };
        var option = Option(x, new JsonObject { ["type"] = "value" }, series);
        option["tooltip"]!["trigger"] = "axis";
        option["tooltip"]!["axisPointer"] = new JsonObject { ["type"] = "shadow" };
        return option;
    }

    private JsonObject Bars(BarSeries series, int index) => new()
    {
        ["type"] = "bar",
        ["name"] = series.Name,
        ["tone"] = LineChart.ColorOf(index),
        ["barGap"] = BarGap,
        ["barCategoryGap"] = CategoryGap,
        ["barMaxWidth"] = 64,
        ["encode"] = new JsonObject { ["x"] = 0, ["y"] = 1 },
        ["data"] = new JsonArray(
        [
            .. series.Values.Select((value, category) => (JsonNode)new JsonArray(
                category, Node(value.Value * Scale), Node(value.Low * Scale), Node(value.High * Scale))),
        ]),
    };

    private JsonObject Intervals(BarSeries series, int index) => new()
    {
        ["type"] = "custom",
        ["renderItem"] = "interval",
        ["name"] = series.Name,
        ["tone"] = "text",
        ["silent"] = true,
        ["z"] = 3,
        ["tooltip"] = new JsonObject { ["show"] = false },
        ["itemPayload"] = new JsonObject
        {
            ["upright"] = true,
            ["bar"] = index,
            ["bars"] = Series.Count,
            ["barGap"] = BarGap,
            ["barCategoryGap"] = CategoryGap,
            ["barMaxWidth"] = 64,
        },
        ["encode"] = new JsonObject { ["x"] = 0, ["y"] = new JsonArray(1, 2) },
        ["data"] = new JsonArray(
        [
            .. series.Values.Index().Where(value => double.IsFinite(value.Item.Low) && double.IsFinite(value.Item.High))
                .Select(value => (JsonNode)new JsonArray(value.Index, Node(value.Item.Low * Scale), Node(value.Item.High * Scale))),
        ]),
    };
}

/// <summary>One bar of each category of a <see cref="BarChart"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">One value a category.</param>
public sealed record BarSeries(string Name, IReadOnlyList<BarValue> Values);

/// <summary>A bar's length.</summary>
/// <param name="Value">The value; a bar that is not finite is left out.</param>
/// <param name="Low">Lower end of its interval; NaN for none.</param>
/// <param name="High">Upper end of its interval; NaN for none.</param>
public readonly record struct BarValue(double Value, double Low = double.NaN, double High = double.NaN)
{
    internal ReportCell ToCell() => ReportCell.Estimate(Value, Low, High);
}
