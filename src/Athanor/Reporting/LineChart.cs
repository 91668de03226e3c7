using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>Curves over a common axis, each with a band: learning curves.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Series">The curves, in the legend's order.</param>
public sealed record LineChart(string Title, params IReadOnlyList<LineSeries> Series) : Chart(Title)
{
    /// <summary>What runs along the axis, such as <c>epoch</c>.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Whether the horizontal axis is logarithmic; points at or below 0 are then left out of the drawing.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic; points at or below 0 are then left out of the drawing.</summary>
    public bool LogY { get; init; }

    /// <summary>Whether it is drawn small, as one of many. Default false.</summary>
    public bool IsSmall { get; init; }

    internal override int Height => IsSmall ? 170 : 360;

    internal override string Kind => "line";

    internal override IReadOnlyList<LegendEntry> Legend =>
        [.. Series.Select((series, index) => new LegendEntry(series.Name, ColorOf(index), SymbolOf(index), IsDashed(index)))];

    /// <inheritdoc/>
    /// <remarks>One row a place on the axis, one column a curve.</remarks>
    public override ReportTable ToTable()
    {
        var places = Series.SelectMany(series => series.Points).Select(point => point.X).Distinct().Order().ToArray();
        var curves = Series.Select(series => series.Points.GroupBy(point => point.X).ToDictionary(group => group.Key, group => group.Last())).ToArray();
        return new ReportTable(
            Title,
            [
                ReportColumn.Names(XLabel) with { Format = NumberFormat.Significant(6) },
                .. Series.Select(series => new ReportColumn(series.Name) { Format = Format }),
            ],
            [
                .. places.Select(x => new ReportRow(
                    [x, .. curves.Select(curve => curve.TryGetValue(x, out var point) ? ReportCell.Estimate(point.Mean, point.Low, point.High) : ReportCell.Empty)])),
            ]);
    }

    /// <inheritdoc/>
    public override JsonObject ToOption()
    {
        var series = new JsonArray();
        // Bands first, so that every line lies above every band.
        for (var index = 0; index < Series.Count; index++)
        {
            foreach (var run in Bands(Series[index]))
                series.Add((JsonNode)Band(Series[index].Name, index, run));
        }

        for (var index = 0; index < Series.Count; index++)
            series.Add((JsonNode)Line(Series[index], index));
        var x = ValueAxis(LogX);
        x["name"] = XLabel;
        x["nameLocation"] = "middle";
        x["nameGap"] = 28;
        if (!LogX)
            x["min"] = "dataMin";
        x["max"] = "dataMax";
        var y = ValueAxis(LogY);
        if (EndsAtAll)
            y["max"] = 100;
        var option = Option(x, y, series);
        option["grid"]!["bottom"] = XLabel.Length > 0 ? 32 : 8;
        option["tooltip"]!["trigger"] = "axis";
        return option;
    }

    /// <summary>A share's interval may reach beyond 1; where its means do not, neither does the axis.</summary>
    internal bool EndsAtAll => Format.Kind == NumberFormatKind.Percent
        && Series.SelectMany(series => series.Points).Any(point => point.High > 1)
        && Series.SelectMany(series => series.Points).All(point => !(point.Mean > 1));

    internal static string ColorOf(int index) => $"series-{index % PageTheme.Light.Series.Count}";

    internal static string SymbolOf(int index) => Symbols[index % Symbols.Length];

    internal static bool IsDashed(int index) => index / PageTheme.Light.Series.Count % 2 == 1;

    /// <summary>The points that can be drawn, in the drawing's unit; a gap has a mean that is not finite.</summary>
    internal IEnumerable<LinePoint> Drawn(LineSeries series) => series.Points
        .OrderBy(point => point.X)
        .Where(point => double.IsFinite(point.X) && (!LogX || point.X > 0))
        .Select(point => new LinePoint(point.X, Positive(point.Mean), Floor(point.Low), point.High * Scale));

    internal IEnumerable<IReadOnlyList<LinePoint>> Bands(LineSeries series)
    {
        var run = new List<LinePoint>();
        foreach (var point in Drawn(series))
        {
            if (double.IsFinite(point.Mean) && double.IsFinite(point.Low) && double.IsFinite(point.High))
            {
                run.Add(point);
                continue;
            }

            if (run.Count > 1)
                yield return run;
            run = [];
        }

        if (run.Count > 1)
            yield return run;
    }

    private double Positive(double value) => LogY && value <= 0 ? double.NaN : value * Scale;

    /// <summary>On a logarithmic axis a band that reaches below 0 ends at half the smallest value shown.</summary>
    private double Floor(double low) => LogY && low <= 0
        ? 0.5 * Scale * Series.SelectMany(series => series.Points).Select(point => point.Mean).Where(mean => mean > 0).DefaultIfEmpty(double.NaN).Min()
        : low * Scale;

    private static JsonObject Band(string name, int index, IReadOnlyList<LinePoint> run) => new()
    {
        ["type"] = "custom",
        ["renderItem"] = "band",
        ["name"] = name,
        ["tone"] = ColorOf(index),
        ["silent"] = true,
        ["progressive"] = 0,
        ["z"] = 1,
        ["tooltip"] = new JsonObject { ["show"] = false },
        ["encode"] = new JsonObject { ["x"] = 0, ["y"] = new JsonArray(1, 2) },
        ["data"] = new JsonArray([.. run.Select(point => (JsonNode)new JsonArray(Node(point.X), Node(point.Low), Node(point.High)))]),
    };

    private JsonObject Line(LineSeries series, int index)
    {
        var points = Drawn(series).ToArray();
        return new()
        {
            ["type"] = "line",
            ["name"] = series.Name,
            ["tone"] = ColorOf(index),
            ["z"] = 3,
            ["symbol"] = SymbolOf(index),
            ["symbolSize"] = 6,
            ["showSymbol"] = points.Length <= 40,
            ["lineStyle"] = new JsonObject { ["width"] = 2, ["type"] = IsDashed(index) ? "dashed" : "solid" },
            ["encode"] = new JsonObject { ["x"] = 0, ["y"] = 1 },
            ["data"] = new JsonArray(
                [.. points.Select(point => (JsonNode)new JsonArray(Node(point.X), Node(point.Mean), Node(point.Low), Node(point.High)))]),
        };
    }
}

/// <summary>One curve of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points, in any order; a mean that is not finite leaves a gap.</param>
public sealed record LineSeries(string Name, IReadOnlyList<LinePoint> Points);

/// <summary>One point of a curve.</summary>
/// <param name="X">Place on the axis.</param>
/// <param name="Mean">The value.</param>
/// <param name="Low">Lower end of its interval; NaN for none.</param>
/// <param name="High">Upper end of its interval; NaN for none.</param>
public readonly record struct LinePoint(double X, double Mean, double Low = double.NaN, double High = double.NaN);
