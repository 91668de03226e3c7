using System.Xml.Linq;
using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed class SvgPictureTests
{
    [Fact]
    public void Any_table_and_chart_is_well_formed_and_carries_its_texts_as_text() =>
        Gen.Select(HostileText.Table, HostileText.Text, HostileText.Text).Sample(
            (table, title, name) =>
            {
                ReportBlock[] blocks =
                [
                    table,
                    new LineChart(title, new LineSeries(name, [new(1, 2, 1, 3), new(2, 4, 3, 5)])) { XLabel = name, ValueLabel = title },
                    new EffectChart(title, new EffectRow(name, 1, 0, 2), new EffectRow(name, double.NaN, double.NaN, double.NaN)) { ValueLabel = title },
                ];
                foreach (var block in blocks)
                {
                    var names = XElement.Parse(SvgPicture.Render(block)).Descendants().Select(element => element.Name.LocalName).Distinct();
                    Assert.Empty(names.Except(["title", "style", "rect", "text", "path", "polyline", "polygon", "circle"]));
                }
            },
            iter: 50);

    [Theory]
    [InlineData(0.0, 1.0, 6)]
    [InlineData(-0.2, 0.93, 7)]
    [InlineData(5, 5, 8)]
    [InlineData(1e-9, 3e-9, 5)]
    public void Ticks_are_round_few_and_enclose_the_values(double low, double high, int most)
    {
        var scale = SvgScale.Over([low, high], 0, 300);
        Assert.InRange(scale.Ticks.Count, 2, most);
        Assert.True(scale.Ticks[0] <= low + 1e-18 && scale.Ticks[^1] >= high - 1e-18);
    }

    [Fact]
    public void A_logarithmic_axis_has_its_ticks_at_powers_of_ten()
    {
        var scale = SvgScale.Over([0.02, 300], 0, 400, log: true);
        Assert.Equal([0.01, 0.1, 1, 10, 100, 1000], scale.Ticks.Select(tick => Math.Round(tick, 6)));
        Assert.Equal(160, scale[1], 9);
    }

    [Fact]
    public void Points_stand_where_their_values_are()
    {
        var picture = XElement.Parse(SvgPicture.Render(new EffectChart("t", new EffectRow("a", 0.5, 0, 1, EffectVerdict.Better), new EffectRow("b", 0, 0, 1, EffectVerdict.Better))));
        var circles = picture.Descendants().Where(element => element.Name.LocalName == "circle").Skip(1).Select(circle => (double)circle.Attribute("cx")!).ToArray();
        var reference = picture.Descendants().Single(element => (string?)element.Attribute("class") == "reference").Attribute("d")!.Value;
        Assert.StartsWith($"M{circles[1]} ", reference, StringComparison.Ordinal);
        Assert.True(circles[0] > circles[1]);
    }

    [Fact]
    public void Other_blocks_are_refused() => Assert.Throws<ArgumentException>(() => SvgPicture.Render(new Paragraph("p")));
}
