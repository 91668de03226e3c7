using System.Globalization;

namespace Athanor.Cli.Progress;

/// <summary>Numbers and bars as progress shows them.</summary>
internal static class ProgressText
{
    /// <summary>A bar of <paramref name="width"/> cells, the done part of it full.</summary>
    public static string Bar(double done, int width, bool ascii)
    {
        int full = (int)Math.Round(Math.Clamp(done, 0, 1) * width);
        return new string(ascii ? '#' : '━', full) + new string(ascii ? '.' : '─', width - full);
    }

    /// <summary>Four significant digits: <c>0.01234</c>, <c>1.2e-07</c>.</summary>
    public static string Number(double value) => value switch
    {
        0 => "0",
        _ when !double.IsFinite(value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity",
        _ when Math.Abs(value) is >= 1e-4 and < 1e6 => value.ToString("0." + new string('#', Decimals(value)), CultureInfo.InvariantCulture),
        _ => value.ToString("0.###e-0", CultureInfo.InvariantCulture),
    };

    /// <summary>Hours, minutes and seconds: <c>0:07</c>, <c>1:02:03</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        var whole = TimeSpan.FromSeconds(Math.Max(0, Math.Round(time.TotalSeconds)));
        return whole.TotalHours >= 1
            ? $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}"
            : $"{whole.Minutes}:{whole.Seconds:00}";
    }

    private static int Decimals(double value) => Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 8);
}
