using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed class LatexTableTests
{
    [Fact]
    public void A_study_is_a_booktabs_table() => Assert.Equal(
        """
        % needs \usepackage{booktabs}
        \begin{table}
          \centering
          \caption{vanishing-gradient: 9 seeds, mean $\pm$ 95\% CI}
          \label{tab:vanishing-gradient}
          \begin{tabular}{lrrrrrr}
            \toprule
            variant & test/accuracy (\%) & test/loss & versus baseline (\%) & p (Holm) & parameters & seconds \\
            \midrule
            A (baseline) & $10.00 \pm 0.40$ & $2.302 \pm 0.050$ &  &  & $203{,}530$ & $3.21$ \\
            A+relu & $22.00 \pm 0.80$ diverged 3/9 & failed & $+12.0 \pm 1.0$ & $0.5300$ & $203{,}530$ & $4.50$ \\
            \midrule
            A+批归一化 & $\mathbf{96.12 \pm 0.31}$ & $\mathbf{0.121 \pm 0.020}$ & $+86.1 \pm 0.6$ & $0.0039$ * & $206{,}090$ & $10.75$ \\
            \bottomrule
          \end{tabular}

          {\footnotesize * significant at 0.05 after Holm's correction\par}
        \end{table}

        """,
        LatexTable.Render(SampleTable.Study(), "tab:vanishing gradient"),
        ignoreLineEndingDifferences: true);

    [Theory]
    [InlineData(@"a_b & 50% of $5 #1 {x} ~ ^ \", @"a\_b \& 50\% of \$5 \#1 \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{}")]
    [InlineData("--seeds ---", "-{}-seeds -{}-{}-")]
    [InlineData("a\nb", "a b")]
    [InlineData("x ≥ −1 × ∞", @"x $\geq$ $-$1 $\times$ $\infty$")]
    public void Text_is_printed_as_it_stands(string text, string latex) => Assert.Equal(latex, LatexTable.Escape(text));

    [Theory]
    [InlineData("[a] b")]
    [InlineData("*")]
    public void A_row_never_begins_with_what_a_line_end_would_take_for_its_argument(string text) =>
        Assert.Contains("    {}" + text, LatexTable.Render(new ReportTable(null, [new("x")], [new(text)])), StringComparison.Ordinal);

    [Fact]
    public void Braces_and_math_are_balanced_whatever_the_texts() => HostileText.Table.Sample(table =>
    {
        var depth = 0;
        var dollars = 0;
        var text = LatexTable.Render(table);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '{')
                depth++;
            else if (text[at] == '}')
                Assert.True(--depth >= 0);
            else if (text[at] == '$')
                dollars++;
        }

        Assert.Equal(0, depth);
        Assert.Equal(0, dollars % 2);
    });

    [Fact]
    public void Every_row_has_one_cell_a_column_whatever_the_texts() => HostileText.Table.Sample(table =>
    {
        var lines = LatexTable.Render(table).Split('\n').Where(line => line.EndsWith(@" \\", StringComparison.Ordinal)).ToArray();
        Assert.Equal(table.Rows.Count + 1, lines.Length);
        Assert.All(lines, line => Assert.Equal(table.Columns.Count - 1, line.Replace(@"\&", "", StringComparison.Ordinal).Count(c => c == '&')));
    });
}
