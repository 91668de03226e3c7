using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>The colours of pages and pictures, for light and for dark surroundings.</summary>
/// <remarks>
/// The series' colours are told apart by people with any of the common colour-vision deficiencies (source: Okabe and Ito 2008; yellow, which vanishes on
/// white, replaced, and all lightened for dark pages). They are never the only difference: points have shapes, lines dashes, and verdicts words.
/// </remarks>
public sealed record PageTheme
{
    /// <summary>On white.</summary>
    public static PageTheme Light { get; } = new()
    {
        Background = "#ffffff",
        Surface = "#f6f7f9",
        Text = "#1b1f24",
        Muted = "#5b6470",
        Line = "#d5dae0",
        Accent = "#0b62a8",
        Better = "#0072b2",
        Worse = "#c2410c",
        Unclear = "#7a828c",
        Series = ["#0072b2", "#d55e00", "#009e73", "#b4588f", "#d99000", "#3f9fdc", "#7d6608", "#4d5156"],
    };

    /// <summary>On near-black.</summary>
    public static PageTheme Dark { get; } = new()
    {
        Background = "#14171b",
        Surface = "#1d2126",
        Text = "#e6e8eb",
        Muted = "#9aa4b0",
        Line = "#363c44",
        Accent = "#6cb6f5",
        Better = "#56b0ec",
        Worse = "#f58a4b",
        Unclear = "#8f98a3",
        Series = ["#56b0ec", "#f58a4b", "#2fc79a", "#e09cc4", "#f2bd4b", "#9bd6fa", "#cdb95a", "#b9bfc6"],
    };

    /// <summary>Behind everything.</summary>
    public required string Background { get; init; }

    /// <summary>Behind code and callouts.</summary>
    public required string Surface { get; init; }

    /// <summary>Text.</summary>
    public required string Text { get; init; }

    /// <summary>Text of second rank: units, notes, axis labels.</summary>
    public required string Muted { get; init; }

    /// <summary>Rules, borders, grid lines.</summary>
    public required string Line { get; init; }

    /// <summary>Links and results.</summary>
    public required string Accent { get; init; }

    /// <summary>A verdict: better than the reference.</summary>
    public required string Better { get; init; }

    /// <summary>A verdict: worse than the reference.</summary>
    public required string Worse { get; init; }

    /// <summary>No verdict.</summary>
    public required string Unclear { get; init; }

    /// <summary>The series of a chart, in order; charts with more begin anew with dashed lines.</summary>
    public required IReadOnlyList<string> Series { get; init; }

    internal string ToCss() =>
        $"--background:{Background};--surface:{Surface};--text:{Text};--muted:{Muted};--line:{Line};--accent:{Accent};"
        + $"--better:{Better};--worse:{Worse};--unclear:{Unclear};"
        + string.Concat(Series.Select((color, index) => $"--series-{index}:{color};"));

    internal JsonObject ToJson() => new()
    {
        ["background"] = Background,
        ["text"] = Text,
        ["muted"] = Muted,
        ["line"] = Line,
        ["better"] = Better,
        ["worse"] = Worse,
        ["unclear"] = Unclear,
        ["series"] = new JsonArray([.. Series.Select(color => (JsonNode)color)]),
    };
}
