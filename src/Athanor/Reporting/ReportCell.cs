namespace Athanor.Reporting;

/// <summary>What stands in one cell: a text, a number, a mean with its interval, or nothing for a stated reason.</summary>
public sealed record ReportCell
{
    private ReportCell(CellKind kind) => Kind = kind;

    /// <summary>What the cell holds.</summary>
    public CellKind Kind { get; }

    /// <summary>The text of a text cell, the reason of a missing one; otherwise empty.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The number, or the mean; NaN for text and missing cells.</summary>
    public double Value { get; private init; } = double.NaN;

    /// <summary>Lower end of the interval; NaN where there is none.</summary>
    public double Low { get; private init; } = double.NaN;

    /// <summary>Upper end of the interval; NaN where there is none.</summary>
    public double High { get; private init; } = double.NaN;

    /// <summary>A few words beside the value, such as <c>diverged 3/9</c> or a mark that a footnote explains. Default empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether the value may be marked as its column's best. Default true.</summary>
    public bool Ranked { get; init; } = true;

    /// <summary>A cell with nothing in it and no reason given.</summary>
    public static ReportCell Empty { get; } = new(CellKind.Missing);

    /// <summary>A text.</summary>
    public static ReportCell Of(string text) => new(CellKind.Text) { Text = text ?? "" };

    /// <summary>A number, written as the column says; NaN and infinities are numbers.</summary>
    public static ReportCell Number(double value) => new(CellKind.Number) { Value = value };

    /// <summary>A mean with its interval. Without one (an end is NaN, as with a single sample) it is the number alone.</summary>
    /// <remarks>An interval narrower than what rounding leaves of equal values is shown as none wide.</remarks>
    /// <param name="mean">The mean.</param>
    /// <param name="low">Lower end, in the mean's unit.</param>
    /// <param name="high">Upper end, in the mean's unit.</param>
    public static ReportCell Estimate(double mean, double low, double high) => double.IsNaN(low) || double.IsNaN(high)
        ? Number(mean)
        : IsRounding(mean, low, high) ? new(CellKind.Estimate) { Value = mean, Low = mean, High = mean }
        : new(CellKind.Estimate) { Value = mean, Low = low, High = high };

    /// <summary>A mean ± a half-width.</summary>
    public static ReportCell Estimate(double mean, double halfWidth) => Estimate(mean, mean - halfWidth, mean + halfWidth);

    /// <summary>No value, and why: <c>failed</c>, <c>not measured</c>.</summary>
    public static ReportCell Missing(string reason) => new(CellKind.Missing) { Text = reason ?? "" };

    /// <summary>A text cell.</summary>
    public static implicit operator ReportCell(string text) => Of(text);

    /// <summary>A number cell.</summary>
    public static implicit operator ReportCell(double value) => Number(value);

    /// <summary>The same cell with a note beside its value.</summary>
    public ReportCell WithNote(string note) => this with { Note = note ?? "" };

    private static bool IsRounding(double mean, double low, double high) => 0.5 * (high - low) < 1e-12 * Math.Abs(mean);

    internal bool IsNumeric => Kind is CellKind.Number or CellKind.Estimate;
}

/// <summary>What a <see cref="ReportCell"/> holds.</summary>
public enum CellKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A mean with its interval.</summary>
    Estimate,

    /// <summary>Nothing, for a stated reason.</summary>
    Missing,
}
