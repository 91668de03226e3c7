using System.Text.Json.Nodes;
using Athanor.Reporting;

namespace Athanor.Tests.Reporting;

public sealed class ChartTests
{
    [Fact]
    public void A_gap_parts_the_band_and_the_line()
    {
        var chart = SampleCharts.Curves();
        Assert.Equal([2, 2], chart.Bands(chart.Series[0]).Select(run => run.Count));
        var line = Series(chart, "line", "A (baseline)").Single();
        Assert.Null(line["data"]![2]![1]);
    }

    [Fact]
    public void A_curve_is_drawn_from_left_to_right_in_the_unit_of_its_axis()
    {
        var line = Series(SampleCharts.Curves(), "line", "A+relu").Single();
        Assert.Equal([(1.0, 25.0), (2.0, 50.0), (3.0, 62.5)], line["data"]!.AsArray().Select(point => ((double)point![0]!, (double)point[1]!)));
        Assert.Empty(Series(SampleCharts.Curves(), "custom", "A+relu"));
    }

    [Fact]
    public void Bands_lie_under_every_line() =>
        Assert.Equal(["custom", "custom", "line", "line"], Series(SampleCharts.Curves()).Select(series => (string)series["type"]!));

    [Fact]
    public void A_logarithmic_axis_leaves_out_what_it_cannot_show()
    {
        var chart = new LineChart("c", new LineSeries("s", [new(0, 1), new(1, 0), new(10, 0.5, -1, 2), new(100, 0.25, 0.125, 0.5)])) { LogX = true, LogY = true };
        var points = chart.Drawn(chart.Series[0]).ToArray();
        Assert.Equal([1.0, 10.0, 100.0], points.Select(point => point.X));
        Assert.True(double.IsNaN(points[0].Mean));
        Assert.Equal(0.125, points[1].Low);
        Assert.Equal("log", (string)chart.ToOption()["yAxis"]!["type"]!);
    }

    [Fact]
    public void A_share_with_an_interval_beyond_1_keeps_its_axis_at_100_percent()
    {
        var chart = new LineChart("c", new LineSeries("s", [new(1, 0.99, 0.96, 1.02)])) { Format = NumberFormat.Percent };
        Assert.Equal(100, (int)chart.ToOption()["yAxis"]!["max"]!);
        Assert.Null(SampleCharts.Curves().ToOption()["yAxis"]!["max"]);
    }

    [Fact]
    public void The_table_of_a_chart_holds_the_chart_numbers()
    {
        Assert.Equal(
            """
            epoch,A (baseline)_mean,A (baseline)_low,A (baseline)_high,A+relu
            1,0.1,0.08,0.12,0.25
            2,0.11,0.09,0.13,0.5
            3,NaN,,,0.625
            4,0.12,0.1,0.14,
            5,0.12,0.1,0.14,

            """,
            CsvTable.Render(SampleCharts.Curves().ToTable()),
            ignoreLineEndingDifferences: true);
        Assert.Equal(
            """
            component,difference_mean,difference_low,difference_high,verdict
            relu,0.25,0.125,0.375,better
            l2,-0.25,-0.5,0,worse
            clipping,0.125,,,no verdict

            """,
            CsvTable.Render(SampleCharts.Effects().ToTable()),
            ignoreLineEndingDifferences: true);
        Assert.Equal(
            """
            variant,training_mean,training_low,training_high,evaluation
            baseline,3,2,4,1
            relu,5,,,2

            """,
            CsvTable.Render(SampleCharts.Bars().ToTable()),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_heat_map_leaves_out_what_has_no_value_and_tells_its_numbers_by_row_and_column()
    {
        JsonNode option = SampleCharts.Heat().ToOption();
        Assert.Equal(
            [(0, 0, -3.0), (1, 0, -2.5), (0, 1, -1), (1, 1, -0.5), (2, 1, 0)],
            option["series"]![0]!["data"]!.AsArray().Select(cell => ((int)cell![0]!, (int)cell[1]!, (double)cell[2]!)));
        Assert.Equal((-3.0, 0.0), ((double)option["visualMap"]!["min"]!, (double)option["visualMap"]!["max"]!));
        Assert.Equal(
            """
            layer,1,2,4
            hidden.0,-3,-2.5,
            hidden.1,-1,-0.5,0

            """,
            CsvTable.Render(SampleCharts.Heat().ToTable()),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_heat_map_of_one_value_still_has_a_scale()
    {
        JsonNode map = new HeatMap("c", ["1"], ["a"], [[2]]).ToOption()["visualMap"]!;
        Assert.True((double)map["min"]! < (double)map["max"]!);
    }

    [Fact]
    public void Verdicts_differ_in_sign_and_word_and_not_in_colour_alone()
    {
        var legend = SampleCharts.Effects().Legend;
        Assert.Equal(["better", "worse", "no verdict"], legend.Select(entry => entry.Name));
        Assert.Equal(3, legend.Select(entry => entry.Symbol).Distinct().Count());
    }

    [Fact]
    public void An_effect_without_an_interval_is_a_point_alone()
    {
        Assert.Empty(Series(SampleCharts.Effects(), "custom", "no verdict").Single()["data"]!.AsArray());
        Assert.Single(Series(SampleCharts.Effects(), "scatter", "no verdict").Single()["data"]!.AsArray());
    }

    [Fact]
    public void Sixteen_curves_all_look_different()
    {
        var legend = new LineChart("c", [.. Enumerable.Range(0, 16).Select(index => new LineSeries($"s{index}", [new(0, index)]))]).Legend;
        Assert.Equal(16, legend.Select(entry => (entry.Color, entry.Symbol, entry.Dashed)).Distinct().Count());
    }

    private static IEnumerable<JsonNode> Series(Chart chart) => chart.ToOption()["series"]!.AsArray().Select(series => series!);

    private static IEnumerable<JsonNode> Series(Chart chart, string type, string name) =>
        Series(chart).Where(series => (string)series["type"]! == type && (string)series["name"]! == name);
}
