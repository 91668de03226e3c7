using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed class NumberStyleTests
{
    [Fact]
    public void The_median_interval_shows_two_digits_and_the_column_shares_its_decimals() => Assert.Equal(
        ["0.962 ± 0.004", "0.950 ± 0.012", "0.100 ± 0.031", "0.500"],
        Column(NumberFormat.Auto, ReportCell.Estimate(0.9621, 0.004), ReportCell.Estimate(0.95, 0.012), ReportCell.Estimate(0.1, 0.031), 0.5));

    [Fact]
    public void A_much_smaller_interval_adds_no_more_than_two_decimals() => Assert.Equal(
        ["1.0000 ± 0.1200", "2.0000 ± 0.0000", "3.0000 ± 0.3400"],
        Column(NumberFormat.Auto, ReportCell.Estimate(1, 0.12), ReportCell.Estimate(2, 1e-9), ReportCell.Estimate(3, 0.34)));

    [Fact]
    public void Large_intervals_need_no_decimals() => Assert.Equal(
        ["12,346 ± 120", "987 ± 45"],
        Column(NumberFormat.Auto, ReportCell.Estimate(12345.6, 120), ReportCell.Estimate(987.2, 45)));

    [Fact]
    public void Intervals_that_are_not_symmetric_are_written_out() => Assert.Equal(
        ["0.50 [0.40, 0.90]", "0.30 [0.20, 0.40]"],
        Column(NumberFormat.Auto, ReportCell.Estimate(0.5, 0.4, 0.9), ReportCell.Estimate(0.3, 0.2, 0.4)));

    [Fact]
    public void A_single_sample_has_no_interval() =>
        Assert.Equal(["0.9621"], Column(NumberFormat.Auto, ReportCell.Estimate(0.9621, double.NaN, double.NaN)));

    [Fact]
    public void Percent_scales_mean_and_interval() =>
        Assert.Equal(["96.20 ± 0.40", "+"], [.. Column(NumberFormat.Percent, ReportCell.Estimate(0.962, 0.004)), Column(NumberFormat.PercentDifference, 0.5)[0][..1]]);

    [Fact]
    public void What_rounds_to_zero_has_no_sign() =>
        Assert.Equal(["0.0 ± 1.2", "0.0 ± 1.2", "+0.1 ± 1.2", "-0.1 ± 1.2"], Column(
            NumberFormat.Difference,
            ReportCell.Estimate(-0.01, 1.2),
            ReportCell.Estimate(0.01, 1.2),
            ReportCell.Estimate(0.1, 1.2),
            ReportCell.Estimate(-0.1, 1.2)));

    [Fact]
    public void Whole_numbers_stay_whole_and_large_ones_are_grouped() =>
        Assert.Equal(["7", "203,530"], Column(NumberFormat.Auto, 7, 203530));

    [Fact]
    public void Widely_spread_numbers_have_digits_of_their_own() =>
        Assert.Equal(["1e-5", "0.003", "12.5"], Column(NumberFormat.Auto, 1e-5, 0.003, 12.5));

    [Fact]
    public void P_values_have_four_decimals_and_a_floor() =>
        Assert.Equal(["0.0039", "<0.0001", "1.0000", "0.0000"], Column(NumberFormat.PValue, 0.00390625, 1e-7, 1, 0));

    [Fact]
    public void What_is_no_number_is_said() =>
        Assert.Equal(["NaN", "∞", "-∞", "1.500"], Column(NumberFormat.Auto, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5));

    [Fact]
    public void The_shown_mean_lies_within_half_a_unit_of_the_last_place() => Gen.Select(Gen.Double[-100, 100], Gen.Double[1e-6, 10]).Sample((mean, half) =>
    {
        var shown = Column(NumberFormat.Auto, ReportCell.Estimate(mean, half))[0].Split(" ± ");
        var decimals = shown[0].Contains('.', StringComparison.Ordinal) ? shown[0].Length - shown[0].IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        Assert.True(Math.Abs(double.Parse(shown[0]) - mean) <= (0.5 * Math.Pow(10, -decimals)) + 1e-12);
        Assert.True(Math.Abs(double.Parse(shown[1]) - half) <= 0.05001 * half, $"{half} shown as {shown[1]}");
    });

    [Fact]
    public void The_best_is_marked_among_finite_ranked_values()
    {
        var table = new ReportTable(
            null,
            [new("loss") { Best = BestIs.Lowest }],
            [new(3), new(2), new(ReportCell.Number(1) with { Ranked = false }), new(double.NegativeInfinity), new(2), new(ReportCell.Missing("failed"))]);
        Assert.Equal([false, true, false, false, true, false], table.Format().Rows.Select(row => row[0].IsBest));
    }

    private static string[] Column(NumberFormat format, params ReportCell[] cells) =>
        [.. new ReportTable(null, [new("x") { Format = format }], [.. cells.Select(cell => new ReportRow(cell))]).Format().Rows.Select(row => row[0].ToString())];
}
