using System.Globalization;

namespace Athanor.Reporting;

/// <summary>A column's way of writing numbers, settled once from all of its cells.</summary>
internal sealed class NumberStyle
{
    /// <summary>Beyond this many decimals a column is written in scientific notation.</summary>
    private const int MostDecimals = 8;

    private readonly NumberFormat _format;
    private readonly double _scale;
    private readonly int _decimals;
    private readonly bool _scientific;
    private readonly bool _intervals;

    private NumberStyle(NumberFormat format, IReadOnlyList<ReportCell> cells)
    {
        _format = format;
        _scale = format.Kind == NumberFormatKind.Percent ? 100 : 1;
        _intervals = cells.Any(IsAsymmetric);
        var decimals = format switch
        {
            { Kind: NumberFormatKind.Fixed or NumberFormatKind.PValue, Digits: { } digits } => digits,
            { Kind: NumberFormatKind.Significant } => null,
            _ => DecimalsByIntervals(cells) ?? DecimalsByNumbers(cells),
        };
        _scientific = decimals is null or > 15 || (format.Digits is null && decimals > MostDecimals);
        _decimals = decimals ?? 0;
    }

    public static NumberStyle Of(NumberFormat format, IReadOnlyList<ReportCell> cells) => new(format, cells);

    public FormattedCell Format(ReportCell cell, bool best) => cell.Kind switch
    {
        CellKind.Number => new(Write(cell.Value), "", false, cell.Note, best, true),
        CellKind.Estimate when _intervals => new(
            Write(cell.Value), $"[{Write(cell.Low)}, {Write(cell.High)}]", true, cell.Note, best, true),
        CellKind.Estimate => new(Write(cell.Value), WriteUnsigned((cell.High - cell.Low) / 2 * _scale, 2), false, cell.Note, best, true),
        _ => new(cell.Text, "", false, cell.Note, false, false),
    };

    private string Write(double value)
    {
        value *= _scale;
        if (_format.Kind == NumberFormatKind.PValue && value > 0 && value < 0.0001)
            return "<0.0001";
        var text = WriteUnsigned(value, _format.Digits ?? 4);
        return _format.Signed && value > 0 && text.Any(c => c is >= '1' and <= '9' or '∞') ? "+" + text : text;
    }

    private string WriteUnsigned(double value, int significant)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
        if (_scientific)
            return Significant(value, significant);
        var magnitude = Math.Abs(value);
        if (magnitude >= 1e15)
            return value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        var text = value.ToString((magnitude >= 10_000 ? "N" : "F") + _decimals, CultureInfo.InvariantCulture);
        // Rounded to 0 from below: a minus would claim a difference that is not shown.
        return text.StartsWith('-') && !text.Any(c => c is >= '1' and <= '9') ? text[1..] : text;
    }

    private static string Significant(double value, int digits)
    {
        if (value == 0)
            return "0";
        var exponent = Exponent(value, digits);
        return exponent is < -4 or > 6
            ? value.ToString("0." + new string('#', digits - 1) + "e+0", CultureInfo.InvariantCulture)
            : Math.Round(value, Math.Clamp(digits - 1 - exponent, 0, 15)).ToString("0." + new string('#', 15), CultureInfo.InvariantCulture);
    }

    private int? DecimalsByIntervals(IReadOnlyList<ReportCell> cells)
    {
        var widths = cells.Where(cell => cell.Kind == CellKind.Estimate)
            .Select(cell => (cell.High - cell.Low) / 2 * _scale)
            .Where(width => double.IsFinite(width) && width > 0)
            .Order()
            .ToArray();
        if (widths.Length == 0)
            return null;
        var two = Decimals(widths[widths.Length / 2], 2);
        return Math.Max(two, Math.Min(Decimals(widths[0], 1), two + 2));
    }

    private int? DecimalsByNumbers(IReadOnlyList<ReportCell> cells)
    {
        var magnitudes = cells.Where(cell => cell.IsNumeric)
            .Select(cell => Math.Abs(cell.Value * _scale))
            .Where(magnitude => double.IsFinite(magnitude) && magnitude > 0)
            .ToArray();
        if (magnitudes.Length == 0 || magnitudes.All(magnitude => magnitude < 1e15 && magnitude == Math.Floor(magnitude)))
            return 0;
        return magnitudes.Max() / magnitudes.Min() < 10_000 ? Decimals(magnitudes.Max(), 4) : null;
    }

    /// <summary>Decimals that show <paramref name="digits"/> significant digits of a positive number.</summary>
    private static int Decimals(double value, int digits) => Math.Max(0, digits - 1 - Exponent(value, digits));

    /// <summary>The power of ten of a number after rounding to <paramref name="digits"/> significant digits.</summary>
    private static int Exponent(double value, int digits)
    {
        var text = Math.Abs(value).ToString("e" + (digits - 1), CultureInfo.InvariantCulture);
        return int.Parse(text[(text.IndexOf('e', StringComparison.Ordinal) + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static bool IsAsymmetric(ReportCell cell)
    {
        if (cell.Kind != CellKind.Estimate || !double.IsFinite(cell.Value))
            return false;
        var below = cell.Value - cell.Low;
        var above = cell.High - cell.Value;
        return !double.IsFinite(above + below) || Math.Abs(above - below) > 0.01 * Math.Abs(above + below);
    }
}
