namespace Athanor.Cli;

/// <summary>A series as one line of signs, its least at the bottom and its greatest at the top.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Plain = "_.-:=+*#";
    private const char NotFinite = '!';

    /// <summary>Draws the series; one longer than <paramref name="width"/> is averaged, and what is not finite is an exclamation mark.</summary>
    public static string Of(IReadOnlyList<double> series, int width, bool ascii)
    {
        double[] values = Fit(series, width);
        double[] finite = [.. values.Where(double.IsFinite)];
        double least = finite.Length == 0 ? 0 : finite.Min();
        double range = finite.Length == 0 ? 0 : finite.Max() - least;
        string signs = ascii ? Plain : Blocks;
        return string.Concat(values.Select(value => !double.IsFinite(value)
            ? NotFinite
            : signs[range == 0 ? 0 : (int)Math.Round((value - least) / range * (signs.Length - 1))]));
    }

    private static double[] Fit(IReadOnlyList<double> series, int width) => series.Count <= width
        ? [.. series]
        : [.. Enumerable.Range(0, width).Select(i => Average(series, (int)((long)i * series.Count / width), (int)((long)(i + 1) * series.Count / width)))];

    private static double Average(IReadOnlyList<double> series, int from, int to) => Enumerable.Range(from, to - from).Average(i => series[i]);
}
