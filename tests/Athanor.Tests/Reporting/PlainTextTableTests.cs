using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed class PlainTextTableTests
{
    [Fact]
    public void A_wide_terminal_shows_the_table_in_one_block() => Assert.Equal(
        """
        vanishing-gradient: 9 seeds, mean ± 95% CI
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────
        variant               test/accuracy (%)        test/loss  versus baseline (%)  p (Holm)  parameters  seconds
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────
        A (baseline)  10.00 ± 0.40               2.302 ± 0.050                                      203,530     3.21
        A+relu        22.00 ± 0.80 diverged 3/9         failed            +12.0 ± 1.0  0.5300       203,530     4.50
        ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
        A+批归一化    96.12 ± 0.31 ◂             0.121 ± 0.020 ◂          +86.1 ± 0.6  0.0039 *     206,090    10.75
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────
        ◂ best in its column
        * significant at 0.05 after Holm's correction

        """,
        PlainTextTable.Render(SampleTable.Study(), 160),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void At_80_columns_the_last_columns_stand_in_a_second_block() => Assert.Equal(
        """
        vanishing-gradient: 9 seeds, mean ± 95% CI
        ────────────────────────────────────────────────────────────────────────────────
                                                                        versus
        variant               test/accuracy (%)        test/loss  baseline (%)  p (Holm)
        ────────────────────────────────────────────────────────────────────────────────
        A (baseline)  10.00 ± 0.40               2.302 ± 0.050
        A+relu        22.00 ± 0.80 diverged 3/9         failed     +12.0 ± 1.0  0.5300
        ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
        A+批归一化    96.12 ± 0.31 ◂             0.121 ± 0.020 ◂   +86.1 ± 0.6  0.0039 *
        ────────────────────────────────────────────────────────────────────────────────

        ─────────────────────────────────
        variant       parameters  seconds
        ─────────────────────────────────
        A (baseline)     203,530     3.21
        A+relu           203,530     4.50
        ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
        A+批归一化       206,090    10.75
        ─────────────────────────────────
        ◂ best in its column
        * significant at 0.05 after Holm's correction

        """,
        PlainTextTable.Render(SampleTable.Study(), 80),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Ascii_is_drawn_with_ascii_alone()
    {
        var table = new ReportTable("t", [new("n") { Best = BestIs.Lowest }], [new(ReportCell.Estimate(1, 0.5)), new(double.PositiveInfinity), new(0.25)]);
        var text = PlainTextTable.Render(table, 40, ascii: true);
        Assert.All(text, c => Assert.True(c < 128, $"U+{(int)c:X4}"));
        Assert.Contains("1.00 +/- 0.50", text, StringComparison.Ordinal);
        Assert.Contains("0.25          <", text, StringComparison.Ordinal);
        Assert.Contains("inf", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_is_wider_than_asked_for() => Gen.Select(HostileText.Table, Gen.Int[PlainTextTable.LeastWidth, 200], Gen.Bool).Sample((table, width, ascii) =>
        Assert.All(PlainTextTable.Render(table, width, ascii).Split('\n'), line => Assert.True(DisplayWidth.Of(line) <= width, line)));

    [Fact]
    public void No_control_character_reaches_the_terminal() => HostileText.Table.Sample(table =>
        Assert.DoesNotContain(PlainTextTable.Render(table, 60), c => (char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2028'));

    [Fact]
    public void Nothing_is_left_out_however_narrow_the_terminal() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 4], Gen.Int[20, 120]).Sample((columns, rows, width) =>
    {
        var table = new ReportTable(
            "",
            [.. Enumerable.Range(0, columns).Select(c => new ReportColumn($"h{c}") { Priority = c % 4 })],
            [.. Enumerable.Range(0, rows).Select(r => new ReportRow([.. Enumerable.Range(0, columns).Select(c => ReportCell.Of($"r{r}c{c}."))]))]);
        var text = PlainTextTable.Render(table, width);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                Assert.Contains($"r{row}c{column}.", text, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Columns_that_name_the_rows_stand_in_every_block()
    {
        var text = PlainTextTable.Render(SampleTable.Study(), 40);
        var blocks = text.Split("\n\n");
        Assert.True(blocks.Length > 2);
        Assert.All(blocks, block => Assert.Contains("A+批归一化", block, StringComparison.Ordinal));
    }

    [Fact]
    public void A_width_below_the_least_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PlainTextTable.Render(SampleTable.Study(), 19));
}
