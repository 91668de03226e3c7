using System.Text;
using System.Text.Json.Nodes;

namespace Athanor.Reporting;

/// <summary>Writes a page's blocks as HTML and counts the charts, whose scripts refer to them by number.</summary>
internal sealed class HtmlBlocks(StringBuilder html)
{
    public int Charts { get; private set; }

    public void Append(IEnumerable<ReportBlock> blocks)
    {
        foreach (var block in blocks)
            Append(block);
    }

    private void Append(ReportBlock block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                Paragraphs(paragraph.Text);
                break;
            case ReportTable table:
                HtmlTable.Append(html, table);
                break;
            case Chart chart:
                Figure(chart);
                break;
            case CodeBlock code:
                if (code.Caption is { Length: > 0 } caption)
                    html.Append("<p class=\"code-caption\">").Append(HtmlPage.Escape(caption)).Append("</p>\n");
                html.Append("<pre><code>").Append(HtmlPage.Escape(code.Code.TrimEnd())).Append("</code></pre>\n");
                break;
            case DefinitionList list:
                html.Append("<dl>\n");
                foreach (var item in list.Items)
                    html.Append("<dt>").Append(HtmlPage.Escape(item.Name)).Append("</dt><dd>").Append(HtmlPage.Escape(item.Value)).Append("</dd>\n");
                html.Append("</dl>\n");
                break;
            case Callout callout:
                html.Append("<div class=\"callout ").Append(ClassOf(callout.Kind)).Append("\" role=\"note\">\n");
                Paragraphs(callout.Text);
                html.Append("</div>\n");
                break;
            case Collapsible fold:
                html.Append("<details>\n<summary>").Append(HtmlPage.Escape(fold.Summary)).Append("</summary>\n");
                Append(fold.Blocks);
                html.Append("</details>\n");
                break;
            default:
                throw new InvalidOperationException($"{block.GetType().Name} has no HTML form");
        }
    }

    private static string ClassOf(CalloutKind kind) => kind switch
    {
        CalloutKind.Result => "result",
        CalloutKind.Warning => "warning",
        _ => "plain",
    };

    private void Paragraphs(string text)
    {
        foreach (var part in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            html.Append("<p>").Append(HtmlPage.Escape(part.Trim('\n'))).Append("</p>\n");
    }

    private void Figure(Chart chart)
    {
        var id = $"chart-{++Charts}";
        html.Append("<figure data-chart=\"").Append(id).Append("\">\n<figcaption>").Append(HtmlPage.Escape(chart.Title)).Append("</figcaption>\n");
        var legend = chart.Legend;
        if (legend.Count > 1 || chart.Kind == "effect")
        {
            html.Append("<ul class=\"legend\">\n");
            for (var entry = 0; entry < legend.Count; entry++)
                Entry(entry, legend[entry], line: chart.Kind == "line");
            html.Append("</ul>\n");
        }

        if (chart.Kind != "effect" && chart.FullValueLabel.Length > 0)
            html.Append("<p class=\"axis\">").Append(HtmlPage.Escape(chart.FullValueLabel)).Append("</p>\n");
        html.Append("<div class=\"chart\"></div>\n<details class=\"chart-data\">\n<summary>The numbers of this chart</summary>\n");
        HtmlTable.Append(html, chart.ToTable(), captioned: false);
        html.Append("</details>\n</figure>\n");
        HtmlPage.AppendJson(html, id, new JsonObject
        {
            ["kind"] = chart.Kind,
            ["height"] = chart.Height,
            ["legend"] = new JsonArray([.. legend.Select(entry => (JsonNode)entry.Name)]),
            ["option"] = chart.ToOption(),
        });
    }

    private void Entry(int index, LegendEntry entry, bool line)
    {
        html.Append("<li><button type=\"button\" aria-pressed=\"true\" data-entry=\"").Append(index)
            .Append("\"><svg viewBox=\"0 0 28 12\" aria-hidden=\"true\" style=\"color:var(--").Append(entry.Color).Append(")\">");
        if (line)
        {
            html.Append("<path d=\"M0 6H28\" stroke=\"currentColor\" stroke-width=\"2\"").Append(entry.Dashed ? " stroke-dasharray=\"5 4\"" : "")
                .Append("/>");
        }

        html.Append(SvgSigns.Sign(entry.Symbol, 14, 6, 4.5, "currentColor", "var(--background)")).Append("</svg>")
            .Append(HtmlPage.Escape(entry.Name)).Append("</button></li>\n");
    }
}
