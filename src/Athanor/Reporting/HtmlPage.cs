using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>Draws a page as one HTML file that needs nothing else: no network, no other file.</summary>
/// <remarks>
/// It follows the reader's light or dark setting, prints, and fits a phone. Charts are drawn by Apache ECharts, which is inlined only where the page has
/// charts; the numbers of a chart stand under it as a table, also without JavaScript. The same page always gives the same bytes.
/// </remarks>
public static class HtmlPage
{
    /// <summary>Draws the page.</summary>
    /// <returns>The file's text, to be written as UTF-8.</returns>
    public static string Render(ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var html = new StringBuilder();
        var body = new HtmlBlocks(html);
        html.Append("<!DOCTYPE html>\n<html lang=\"").Append(Escape(page.Language)).Append("\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n")
            .Append("<title>").Append(Escape(page.Title)).Append("</title>\n<style>\n")
            .Append(":root{").Append(PageTheme.Light.ToCss()).Append("}\n@media screen and (prefers-color-scheme: dark){:root{")
            .Append(PageTheme.Dark.ToCss()).Append("}}\n").Append(Resource("page.css")).Append("</style>\n</head>\n<body>\n<header>\n<h1>")
            .Append(Escape(page.Title)).Append("</h1>\n");
        if (!string.IsNullOrEmpty(page.Subtitle))
            html.Append("<p class=\"subtitle\">").Append(Escape(page.Subtitle)).Append("</p>\n");
        if (page.Sections.Count > 2)
            Contents(html, page);
        html.Append("</header>\n<main>\n");
        for (var index = 0; index < page.Sections.Count; index++)
        {
            html.Append("<section id=\"section-").Append(index + 1).Append("\">\n<h2>").Append(Escape(page.Sections[index].Heading)).Append("</h2>\n");
            body.Append(page.Sections[index].Blocks);
            html.Append("</section>\n");
        }

        html.Append("</main>\n");
        if (!string.IsNullOrEmpty(page.Footer))
            html.Append("<footer>").Append(Escape(page.Footer)).Append("</footer>\n");
        if (body.Charts > 0)
            Scripts(html);
        return html.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>A text inside HTML, also inside a quoted attribute. Controls become U+FFFD.</summary>
    internal static string Escape(string text) => HtmlEncoder.Encode(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(DisplayWidth.OneLine)));

    /// <summary>JSON inside a script element: the encoder leaves no <c>&lt;</c>, so no text can end the element.</summary>
    internal static void AppendJson(StringBuilder html, string id, JsonNode json) =>
        html.Append("<script type=\"application/json\" id=\"").Append(id).Append("\">").Append(json.ToJsonString()).Append("</script>\n");

    /// <summary>Everything but the five special characters stands as it is, so that Han text stays readable in the source.</summary>
    private static HtmlEncoder HtmlEncoder { get; } = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private static void Contents(StringBuilder html, ReportPage page)
    {
        html.Append("<nav><ul>\n");
        for (var index = 0; index < page.Sections.Count; index++)
            html.Append("<li><a href=\"#section-").Append(index + 1).Append("\">").Append(Escape(page.Sections[index].Heading)).Append("</a></li>\n");
        html.Append("</ul></nav>\n");
    }

    private static void Scripts(StringBuilder html)
    {
        AppendJson(html, "athanor-themes", new JsonObject { ["light"] = PageTheme.Light.ToJson(), ["dark"] = PageTheme.Dark.ToJson() });
        html.Append("<!-- Charts: Apache ECharts, https://echarts.apache.org, Apache License 2.0 -->\n<script>")
            .Append(Resource("echarts.js")).Append("</script>\n<script>\n").Append(Resource("page.js")).Append("</script>\n");
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Athanor.Reporting." + name)
            ?? throw new InvalidOperationException($"the library was built without its resource {name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
