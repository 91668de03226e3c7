namespace Athanor.Reporting;

/// <summary>How the numbers of one column are written; a column shares its decimals, so that they stand under one another.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Digits">Decimals or significant digits, as the rule says; null lets the numbers decide.</param>
public sealed record NumberFormat(NumberFormatKind Kind, int? Digits = null)
{
    /// <summary>Whether numbers above 0 carry a <c>+</c>, as differences do. Default false.</summary>
    public bool Signed { get; init; }

    /// <summary>
    /// Decimals by the intervals, the same for the whole column: the median half-width shows two significant digits, the smallest at least one (but
    /// no more than two decimals beyond that). Without intervals four significant digits of the largest number; whole numbers stay whole.
    /// </summary>
    public static NumberFormat Auto { get; } = new(NumberFormatKind.Auto);

    /// <summary>As <see cref="Auto"/>, a plus before numbers above 0.</summary>
    public static NumberFormat Difference { get; } = Auto with { Signed = true };

    /// <summary>As <see cref="Auto"/> after multiplication by 100; the unit becomes %. CSV and JSON keep the share itself.</summary>
    public static NumberFormat Percent { get; } = new(NumberFormatKind.Percent);

    /// <summary>A difference of shares, in percentage points.</summary>
    public static NumberFormat PercentDifference { get; } = Percent with { Signed = true };

    /// <summary>Whole numbers with thousands set apart by commas.</summary>
    public static NumberFormat Integer { get; } = Fixed(0);

    /// <summary>Four decimals, and <c>&lt;0.0001</c> below them.</summary>
    public static NumberFormat PValue { get; } = new(NumberFormatKind.PValue, 4);

    /// <summary>A fixed number of decimals (0 to 15).</summary>
    public static NumberFormat Fixed(int decimals) => decimals is >= 0 and <= 15
        ? new(NumberFormatKind.Fixed, decimals)
        : throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals are 0 to 15");

    /// <summary>A number of significant digits (1 to 17) a cell, whatever its magnitude: for learning rates and other widely spread numbers.</summary>
    public static NumberFormat Significant(int digits) => digits is >= 1 and <= 17
        ? new(NumberFormatKind.Significant, digits)
        : throw new ArgumentOutOfRangeException(nameof(digits), digits, "significant digits are 1 to 17");
}

/// <summary>The rules by which numbers are written.</summary>
public enum NumberFormatKind
{
    /// <summary>Decimals by the intervals of the column.</summary>
    Auto,

    /// <summary>A fixed number of decimals.</summary>
    Fixed,

    /// <summary>Significant digits a cell.</summary>
    Significant,

    /// <summary>Times 100, then as <see cref="Auto"/>.</summary>
    Percent,

    /// <summary>Four decimals with a floor.</summary>
    PValue,
}
