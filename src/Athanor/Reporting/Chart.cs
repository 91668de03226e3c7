using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>A chart as an object; a page draws it with Apache ECharts and puts the same numbers under it as a table.</summary>
/// <param name="Title">What the chart shows.</param>
public abstract record Chart(string Title) : ReportBlock
{
    private protected static readonly string[] Symbols = ["circle", "diamond", "triangle", "rect"];

    /// <summary>What the values are, such as <c>test/accuracy</c>; empty for nothing.</summary>
    public string ValueLabel { get; init; } = "";

    /// <summary>How values are written. Default <see cref="NumberFormat.Auto"/>; <see cref="NumberFormat.Percent"/> draws shares as percent.</summary>
    public NumberFormat Format { get; init; } = NumberFormat.Auto;

    /// <summary>The chart's numbers as a table.</summary>
    public abstract ReportTable ToTable();

    /// <summary>The chart as ECharts' option: plain JSON, without functions and colours, which the page's script adds by theme.</summary>
    /// <remarks>Series of type <c>custom</c> name what the page's script registers: <c>band</c>, <c>interval</c>.</remarks>
    public abstract JsonObject ToOption();

    /// <summary>Height of the drawing in CSS pixels.</summary>
    internal abstract int Height { get; }

    internal abstract string Kind { get; }

    /// <summary>What the legend says: name, the theme's colour, sign, whether the line is dashed.</summary>
    internal abstract IReadOnlyList<LegendEntry> Legend { get; }

    internal string FullValueLabel => (ValueLabel, Unit) switch
    {
        (var label, "") => label,
        ("", var unit) => unit,
        (var label, var unit) => $"{label} ({unit})",
    };

    /// <summary>Differences of shares are in percentage points.</summary>
    private string Unit => Format.Kind != NumberFormatKind.Percent ? "" : Format.Signed ? "points" : "%";

    private protected double Scale => Format.Kind == NumberFormatKind.Percent ? 100 : 1;

    /// <summary>A number for ECharts, which takes null for a gap.</summary>
    private protected static JsonNode? Node(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private protected static JsonObject ValueAxis(bool log) => new() { ["type"] = log ? "log" : "value", ["scale"] = true };

    private protected static JsonObject Option(JsonObject x, JsonObject y, JsonArray series) => new()
    {
        ["animation"] = false,
        ["aria"] = new JsonObject { ["enabled"] = true },
        ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 20, ["top"] = 14, ["bottom"] = 8, ["outerBoundsMode"] = "same", ["outerBoundsContain"] = "axisLabel" },
        ["legend"] = new JsonObject { ["show"] = false },
        ["tooltip"] = new JsonObject { ["confine"] = true },
        ["xAxis"] = x,
        ["yAxis"] = y,
        ["series"] = series,
    };
}

/// <summary>One entry of a chart's legend.</summary>
internal sealed record LegendEntry(string Name, string Color, string Symbol, bool Dashed = false);
