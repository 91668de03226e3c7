using System.Globalization;

namespace Athanor.Reporting;

/// <summary>An axis: from values to pixels, with ticks at round numbers.</summary>
internal sealed class SvgScale
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _log;

    private SvgScale(double low, double high, double from, double to, bool log)
    {
        (_low, _high, _from, _to, _log) = (low, high, from, to, log);
    }

    /// <summary>The values that get a line and a label.</summary>
    public required IReadOnlyList<double> Ticks { get; init; }

    public double this[double value] => _from + (Math.Clamp((Of(value) - _low) / (_high - _low), 0, 1) * (_to - _from));

    /// <param name="values">What the axis must hold.</param>
    /// <param name="from">Pixel of its lower end.</param>
    /// <param name="to">Pixel of its upper end.</param>
    /// <param name="log">Whether it is logarithmic; values are then above 0.</param>
    /// <param name="round">Whether it ends at ticks instead of at the outermost values.</param>
    public static SvgScale Over(IEnumerable<double> values, double from, double to, bool log = false, bool round = true)
    {
        var finite = values.Where(value => double.IsFinite(value) && (!log || value > 0)).Select(value => log ? Math.Log10(value) : value).ToArray();
        var low = finite.DefaultIfEmpty(0).Min();
        var high = finite.DefaultIfEmpty(1).Max();
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high)))
            (low, high) = (low - 0.5, high + 0.5);
        var step = log ? Math.Max(1, Math.Ceiling((high - low) / 6)) : Step((high - low) / Math.Clamp(Math.Abs(to - from) / 60, 2, 8));
        if (round)
            (low, high) = (Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step);
        var first = (long)Math.Ceiling((low / step) - 1e-9);
        var last = (long)Math.Floor((high / step) + 1e-9);
        var ticks = Enumerable.Range(0, (int)Math.Clamp(last - first + 1, 0, 100)).Select(index => (first + index) * step);
        return new SvgScale(low, high, from, to, log) { Ticks = [.. ticks.Select(tick => log ? Math.Pow(10, tick) : tick)] };
    }

    public static string Label(double tick) => Math.Round(tick, 12).ToString(Math.Abs(tick) is >= 1e6 or (> 0 and < 1e-4) ? "0.##e+0" : "#,0.######", CultureInfo.InvariantCulture)
        .Replace('-', '−');

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    private double Of(double value) => _log ? Math.Log10(value) : value;
}
