using System.Text.RegularExpressions;
using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed partial class MarkdownTableTests
{
    [Fact]
    public void A_study_reads_as_a_table_in_the_source_too() => Assert.Equal(
        """
        **vanishing-gradient: 9 seeds, mean ± 95% CI**

        | variant      |         test/accuracy (%) |         test/loss | versus baseline (%) |  p (Holm) | parameters | seconds |
        | ------------ | ------------------------: | ----------------: | ------------------: | --------: | ---------: | ------: |
        | A (baseline) |              10.00 ± 0.40 |     2.302 ± 0.050 |                     |           |    203,530 |    3.21 |
        | A+relu       | 22.00 ± 0.80 diverged 3/9 |            failed |         +12.0 ± 1.0 |    0.5300 |    203,530 |    4.50 |
        | A+批归一化   |          **96.12 ± 0.31** | **0.121 ± 0.020** |         +86.1 ± 0.6 | 0.0039 \* |    206,090 |   10.75 |

        \* significant at 0.05 after Holm's correction

        """,
        MarkdownTable.Render(SampleTable.Study()),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Every_row_has_one_cell_a_column_whatever_the_texts() => HostileText.Table.Sample(table =>
    {
        var lines = MarkdownTable.Render(table).Split('\n').Where(line => line.StartsWith('|')).ToArray();
        Assert.Equal(table.Rows.Count + 2, lines.Length);
        Assert.All(lines, line => Assert.Equal(table.Columns.Count + 1, UnescapedPipe().Count(line)));
    });

    [Fact]
    public void No_text_becomes_markup() => HostileText.Text.Sample(text =>
    {
        var escaped = MarkdownTable.Escape(text);
        Assert.DoesNotMatch(@"<(?!br>)|>(?<!<br>)|(?<!\\)(\\\\)*[`*\[\]~$|]", escaped);
        Assert.DoesNotMatch(@"&(?!(amp|lt|gt);)", escaped);
    });

    [GeneratedRegex(@"(?<!\\)(\\\\)*\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnescapedPipe();
}
