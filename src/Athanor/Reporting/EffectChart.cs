using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>One estimate a row with its interval, against a line of no effect: what each component is worth.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Rows">The rows, from the top.</param>
public sealed record EffectChart(string Title, params IReadOnlyList<EffectRow> Rows) : Chart(Title)
{
    /// <summary>Where the line of no effect stands, in the values' unit. Default 0.</summary>
    public double Reference { get; init; }

    /// <summary>What the rows are called in the table, such as <c>component</c>.</summary>
    public string RowLabel { get; init; } = "";

    internal override int Height => 60 + (34 * Math.Max(1, Rows.Count));

    internal override string Kind => "effect";

    internal override IReadOnlyList<LegendEntry> Legend =>
        [.. Tones.Where(tone => Rows.Any(row => row.Verdict == tone)).Select(tone => new LegendEntry(NameOf(tone), ColorOf(tone), SymbolOf(tone)))];

    private static EffectVerdict[] Tones => [EffectVerdict.Better, EffectVerdict.Worse, EffectVerdict.Unclear];

    /// <inheritdoc/>
    public override ReportTable ToTable() => new(
        Title,
        [ReportColumn.Names(RowLabel), new ReportColumn(FullValueLabel) { Key = ValueLabel, Unit = "", Format = Format }, new ReportColumn("verdict")],
        [.. Rows.Select(row => new ReportRow(row.Name, ReportCell.Estimate(row.Value, row.Low, row.High), NameOf(row.Verdict)))]);

    /// <inheritdoc/>
    public override JsonObject ToOption()
    {
        var series = new JsonArray();
        foreach (var tone in Tones)
        {
            var rows = Rows.Index().Where(row => row.Item.Verdict == tone).ToArray();
            if (rows.Length == 0)
                continue;
            series.Add((JsonNode)Intervals(tone, rows));
            series.Add((JsonNode)Points(tone, rows));
        }

        if (series.Count > 0)
            series[^1]!["markLine"] = ReferenceLine();
        var x = ValueAxis(log: false);
        x["name"] = FullValueLabel;
        x["nameLocation"] = "middle";
        x["nameGap"] = 28;
        var y = new JsonObject
        {
            ["type"] = "category",
            ["inverse"] = true,
            ["axisTick"] = new JsonObject { ["show"] = false },
            ["axisLabel"] = new JsonObject { ["interval"] = 0, ["overflow"] = "break" },
            ["data"] = new JsonArray([.. Rows.Select(row => (JsonNode)row.Name)]),
        };
        var option = Option(x, y, series);
        option["grid"]!["bottom"] = FullValueLabel.Length > 0 ? 32 : 8;
        option["tooltip"]!["trigger"] = "item";
        return option;
    }

    internal static string NameOf(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Better => "better",
        EffectVerdict.Worse => "worse",
        _ => "no verdict",
    };

    internal static string ColorOf(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Better => "better",
        EffectVerdict.Worse => "worse",
        _ => "unclear",
    };

    internal static string SymbolOf(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Better => "circle",
        EffectVerdict.Worse => "diamond",
        _ => "emptyCircle",
    };

    internal double Drawn(double value) => value * Scale;

    private JsonObject ReferenceLine() => new()
    {
        ["silent"] = true,
        ["symbol"] = "none",
        ["label"] = new JsonObject { ["show"] = false },
        ["data"] = new JsonArray(new JsonObject { ["xAxis"] = Drawn(Reference) }),
    };

    private JsonObject Intervals(EffectVerdict tone, (int Index, EffectRow Item)[] rows) => new()
    {
        ["type"] = "custom",
        ["renderItem"] = "interval",
        ["name"] = NameOf(tone),
        ["tone"] = ColorOf(tone),
        ["silent"] = true,
        ["z"] = 2,
        ["encode"] = new JsonObject { ["x"] = new JsonArray(1, 2), ["y"] = 0 },
        ["data"] = new JsonArray(
        [
            .. rows.Where(row => double.IsFinite(row.Item.Low) && double.IsFinite(row.Item.High))
                .Select(row => (JsonNode)new JsonArray(row.Index, Node(Drawn(row.Item.Low)), Node(Drawn(row.Item.High)))),
        ]),
    };

    private JsonObject Points(EffectVerdict tone, (int Index, EffectRow Item)[] rows) => new()
    {
        ["type"] = "scatter",
        ["name"] = NameOf(tone),
        ["tone"] = ColorOf(tone),
        ["symbol"] = SymbolOf(tone),
        ["symbolSize"] = 11,
        ["z"] = 3,
        ["encode"] = new JsonObject { ["x"] = 0, ["y"] = 1 },
        ["data"] = new JsonArray(
        [
            .. rows.Select(row => (JsonNode)new JsonArray(
                Node(Drawn(row.Item.Value)), row.Index, Node(Drawn(row.Item.Low)), Node(Drawn(row.Item.High)))),
        ]),
    };
}

/// <summary>One row of an <see cref="EffectChart"/>.</summary>
/// <param name="Name">What is estimated.</param>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end of its interval; NaN for none.</param>
/// <param name="High">Upper end of its interval; NaN for none.</param>
/// <param name="Verdict">What the test says; it chooses sign and colour.</param>
public sealed record EffectRow(string Name, double Value, double Low, double High, EffectVerdict Verdict = EffectVerdict.Unclear);

/// <summary>What a test says of an effect.</summary>
public enum EffectVerdict
{
    /// <summary>Nothing: the difference may be chance, or there are too few pairs.</summary>
    Unclear,

    /// <summary>Better than the reference.</summary>
    Better,

    /// <summary>Worse than the reference.</summary>
    Worse,
}
