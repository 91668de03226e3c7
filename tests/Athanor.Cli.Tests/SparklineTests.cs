namespace Athanor.Cli.Tests;

public sealed class SparklineTests
{
    [Fact]
    public void The_least_is_at_the_bottom_and_the_greatest_at_the_top() => Assert.Equal("▁▄█", Sparkline.Of([-1, 0, 1.5], 10, ascii: false));

    [Fact]
    public void A_long_series_is_averaged_to_the_width() =>
        Assert.Equal("_#", Sparkline.Of([0, 0, 0, 5, 5, 5], 2, ascii: true));

    [Fact]
    public void What_is_not_finite_is_seen() => Assert.Equal("_!#", Sparkline.Of([0, double.NaN, 1], 10, ascii: true));

    [Fact]
    public void A_constant_is_a_flat_line() => Assert.Equal("____", Sparkline.Of([3, 3, 3, 3], 10, ascii: true));
}
