using System.Text;

namespace Athanor.Reporting;

/// <summary>Collects the elements of a picture; colours are classes, so that one file serves light and dark.</summary>
internal sealed class SvgCanvas(double width, double height)
{
    /// <summary>Width of one cell of the fixed-width font at 13 px.</summary>
    public const double MonoCell = 7.83;

    /// <summary>Estimated width of one cell of the proportional font at 12 px.</summary>
    public const double TextCell = 6.9;

    private readonly StringBuilder _body = new();

    public static double WidthOf(string text) => DisplayWidth.Of(text) * TextCell;

    public void Text(double x, double y, string text, string style = "text", string anchor = "start") => _body
        .Append($"<text x=\"{N(x)}\" y=\"{N(y)}\" class=\"{style}\" text-anchor=\"{anchor}\">").Append(HtmlPage.Escape(text)).Append("</text>\n");

    /// <summary>Writes a line of fixed-width text. What stands after a gap is placed by its cell: fonts rarely make wide characters exactly two cells.</summary>
    public void Mono(double x, double y, string text)
    {
        var cell = 0;
        foreach (var part in text.Split("  "))
        {
            if (part.Length > 0)
            {
                _body.Append($"<text x=\"{N(x + (cell * MonoCell))}\" y=\"{N(y)}\" class=\"mono\" xml:space=\"preserve\">")
                    .Append(HtmlPage.Escape(part)).Append("</text>\n");
            }

            cell += DisplayWidth.Of(part) + 2;
        }
    }

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _body.Append($"<path d=\"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}\" class=\"{style}\"/>\n");

    public void Polyline(IEnumerable<(double X, double Y)> points, string color, bool dashed) => _body
        .Append("<polyline points=\"").Append(Points(points)).Append($"\" fill=\"none\" stroke=\"{Color(color)}\" stroke-width=\"2\"")
        .Append(dashed ? " stroke-dasharray=\"5 4\"/>\n" : "/>\n");

    public void Polygon(IEnumerable<(double X, double Y)> points, string color) =>
        _body.Append("<polygon points=\"").Append(Points(points)).Append($"\" fill=\"{Color(color)}\" opacity=\"0.17\"/>\n");

    public void Stroke(string path, string color) => _body.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"{Color(color)}\" stroke-width=\"2\"/>\n");

    public void Sign(string symbol, double x, double y, double radius, string color) =>
        _body.Append(SvgSigns.Sign(symbol, x, y, radius, Color(color), Color("background"))).Append('\n');

    /// <summary>Writes the legend from the left edge, in as many lines as it needs.</summary>
    /// <returns>Where its last line stands.</returns>
    public double Legend(IReadOnlyList<LegendEntry> entries, double left, double top, bool lines)
    {
        var x = left;
        foreach (var entry in entries)
        {
            var entryWidth = 34 + WidthOf(entry.Name) + 14;
            if (x > left && x + entryWidth > width)
            {
                x = left;
                top += 20;
            }

            if (lines)
                Polyline([(x, top - 4), (x + 28, top - 4)], entry.Color, entry.Dashed);
            Sign(entry.Symbol, x + 14, top - 4, 4.5, entry.Color);
            Text(x + 34, top, entry.Name);
            x += entryWidth;
        }

        return top;
    }

    public string Close(string title) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\">\n"
        + $"<title>{HtmlPage.Escape(title)}</title>\n<style>\nsvg{{{PageTheme.Light.ToCss()}}}\n"
        + $"@media (prefers-color-scheme: dark){{svg{{{PageTheme.Dark.ToCss()}}}}}\n"
        + "text{font:12px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;fill:var(--text)}\n"
        + ".title{font-weight:600;font-size:14px}.muted{fill:var(--muted)}\n"
        + ".mono{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",\"Noto Sans Mono CJK SC\",monospace}\n"
        + ".grid{stroke:var(--line)}.axis{stroke:var(--muted)}.reference{stroke:var(--text)}\n</style>\n"
        + $"<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{Color("background")}\"/>\n{_body}</svg>\n";

    private static string Color(string name) => $"var(--{name})";

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"));

    private static string N(double value) => SvgSigns.Number(value);
}
