using System.Globalization;

namespace Athanor.Reporting;

/// <summary>The points of charts as SVG, shaped as ECharts shapes them.</summary>
internal static class SvgSigns
{
    public static string Sign(string symbol, double x, double y, double radius, string color, string background)
    {
        string N(double value) => Number(value);
        return symbol switch
        {
            "diamond" => $"<path d=\"M{N(x)} {N(y - radius)}L{N(x + radius)} {N(y)}L{N(x)} {N(y + radius)}L{N(x - radius)} {N(y)}Z\" fill=\"{color}\"/>",
            "triangle" => $"<path d=\"M{N(x)} {N(y - radius)}L{N(x + radius)} {N(y + radius)}H{N(x - radius)}Z\" fill=\"{color}\"/>",
            "rect" => $"<rect x=\"{N(x - radius)}\" y=\"{N(y - radius)}\" width=\"{N(2 * radius)}\" height=\"{N(2 * radius)}\" fill=\"{color}\"/>",
            "emptyCircle" => $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius - 1)}\" fill=\"{background}\" stroke=\"{color}\" stroke-width=\"2\"/>",
            _ => $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{color}\"/>",
        };
    }

    /// <summary>A coordinate with at most two decimals.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
