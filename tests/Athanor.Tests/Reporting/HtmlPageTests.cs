using System.Text.Json.Nodes;
using System.Xml.Linq;
using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed class HtmlPageTests
{
    private static readonly HashSet<string> Elements =
    [
        "a", "b", "body", "button", "caption", "circle", "code", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "header", "li",
        "main", "nav", "p", "path", "pre", "rect", "script", "section", "span", "summary", "svg", "table", "tbody", "td", "th", "thead", "tr", "ul",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "aria-hidden", "aria-pressed", "class", "cx", "cy", "d", "data-chart", "data-entry", "fill", "height", "href", "id", "r", "role", "scope", "stroke",
        "stroke-dasharray", "stroke-width", "style", "tabindex", "title", "type", "viewBox", "width", "x", "y",
    ];

    private static Gen<ReportPage> Hostile { get; } =
        from text in HostileText.Text.Array[12]
        from table in HostileText.Table
        select new ReportPage(text[0])
        {
            Subtitle = text[1],
            Language = text[2],
            Footer = text[3],
            Sections =
            [
                new(text[4], new Paragraph(text[5]), table, new CodeBlock(text[6], text[7])),
                new(text[5], new DefinitionList([new(text[6], text[7])]), new Callout(CalloutKind.Warning, text[8]), new Collapsible(text[9], [new Paragraph(text[10])])),
                new(
                    text[6],
                    new LineChart(text[7], new LineSeries(text[8], [new(1, 2), new(2, 3)]), new LineSeries(text[11], [])) { XLabel = text[9], ValueLabel = text[10] },
                    new EffectChart(text[7], new EffectRow(text[8], 1, 0, 2)) { ValueLabel = text[9], RowLabel = text[10] },
                    new BarChart(text[7], [text[8]], new BarSeries(text[9], [new(1)])) { ValueLabel = text[10], CategoryLabel = text[11] },
                    new HeatMap(text[7], [text[8]], [text[9], text[10]], [[1], [double.NaN]]) { ColumnLabel = text[10], RowLabel = text[11] }),
            ],
        };

    [Fact]
    public void No_text_becomes_markup_and_no_script_but_the_page_s_own_runs() => Hostile.Sample(
        page =>
        {
            var body = Body(HtmlPage.Render(page));
            Assert.All(body.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, Elements));
            Assert.All(body.Descendants().Attributes(), attribute => Assert.Contains(attribute.Name.LocalName, Attributes));
            Assert.All(body.Descendants().Attributes("href"), link => Assert.StartsWith("#section-", link.Value, StringComparison.Ordinal));
            Assert.All(body.Descendants("script"), script => Assert.Equal("application/json", script.Attribute("type")!.Value));
        },
        iter: 30);

    [Fact]
    public void A_chart_s_texts_reach_its_script_unchanged()
    {
        const string Text = "</script><script>alert('x')</script><!-- \"A\" & 批";
        var chart = new EffectChart(Text, new EffectRow(Text, 1, 0, 2));
        var body = Body(HtmlPage.Render(new ReportPage("p") { Sections = [new("s", chart)] }));
        var spec = JsonNode.Parse(body.Descendants("script").First(script => script.Attribute("id")!.Value == "chart-1").Value)!;
        Assert.Equal(Text, (string)spec["option"]!["yAxis"]!["data"]![0]!);
    }

    [Fact]
    public void The_page_asks_for_nothing_from_outside()
    {
        var html = HtmlPage.Render(Sample());
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<(link|img|iframe|object|embed|base|form)\b|<script[^>]*\ssrc=|@import|url\(", html[..html.IndexOf("<!-- Charts:", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Under_each_chart_stand_its_numbers_without_any_script()
    {
        var figures = Body(HtmlPage.Render(Sample())).Descendants("figure").ToArray();
        Assert.Equal(4, figures.Length);
        Assert.All(figures, figure => Assert.NotEmpty(figure.Descendants("details").Single().Descendants("td")));
        Assert.Equal("12.0 ± 2.0", figures[0].Descendants("tr").Last().Elements("td").First().Value.Trim());
    }

    [Fact]
    public void Numbers_keep_their_full_precision_on_hover()
    {
        var table = new ReportTable(null, [new("x")], [new(ReportCell.Estimate(0.1 + 0.2, 0.25, 0.375)), new(1.0 / 3)]);
        var titles = Body(HtmlPage.Render(new ReportPage("p") { Sections = [new("s", table)] })).Descendants("td").Attributes("title").Select(title => title.Value);
        Assert.Equal(["0.30000000000000004 [0.25, 0.375]", "0.3333333333333333"], titles);
    }

    [Fact]
    public void A_page_without_charts_carries_no_script()
    {
        var html = HtmlPage.Render(new ReportPage("p") { Sections = [new("s", SampleTable.Study())] });
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1000, 20_000);
    }

    [Fact]
    public void The_same_page_gives_the_same_bytes() => Assert.Equal(HtmlPage.Render(Sample()), HtmlPage.Render(Sample()));

    [Fact]
    public void The_inlined_script_cannot_end_its_element_early()
    {
        var html = HtmlPage.Render(Sample());
        var script = html[(html.IndexOf("<script>", StringComparison.Ordinal) + 8)..];
        // The chart library, the page's own script, and nothing cut in between.
        Assert.Equal(2, script.Split("</script").Length - 1);
        Assert.DoesNotContain("<!--", script, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", script.Replace("<script>\n'use strict'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("registerCustomSeries", script, StringComparison.Ordinal);
    }

    private static ReportPage Sample() => new("vanishing-gradient")
    {
        Sections = [new("Result", SampleTable.Study()), new("Charts", SampleCharts.Curves(), SampleCharts.Effects(), SampleCharts.Bars(), SampleCharts.Heat())],
    };

    /// <summary>The page's own markup is well-formed XML, so that a text that became markup would show as a foreign element or not parse at all.</summary>
    private static XElement Body(string html)
    {
        var start = html.IndexOf("<body>", StringComparison.Ordinal);
        var scripts = html.IndexOf("<!-- Charts:", StringComparison.Ordinal);
        return XElement.Parse(scripts < 0 ? html[start..html.LastIndexOf("</html>", StringComparison.Ordinal)] : html[start..scripts] + "</body>", LoadOptions.PreserveWhitespace);
    }
}
