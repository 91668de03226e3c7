using Athanor.Reporting;

namespace Athanor.Tests.Reporting;

internal static class SampleTable
{
    /// <summary>A study's table in small: a diverged share, a failed cell, a best value, wide characters.</summary>
    public static ReportTable Study() => new(
        "vanishing-gradient: 9 seeds, mean ± 95% CI",
        [
            ReportColumn.Names("variant"),
            new("test/accuracy") { Format = NumberFormat.Percent, Best = BestIs.Highest },
            new("test/loss") { Best = BestIs.Lowest },
            new("versus baseline") { Key = "difference", Format = NumberFormat.PercentDifference, Priority = 2 },
            new("p (Holm)") { Key = "pHolm", Format = NumberFormat.PValue, Priority = 2 },
            new("parameters") { Format = NumberFormat.Integer, Priority = 3 },
            new("seconds") { Priority = 3 },
        ],
        [
            new("A (baseline)", ReportCell.Estimate(0.1, 0.004), ReportCell.Estimate(2.302, 0.05), ReportCell.Empty, ReportCell.Empty, 203530, 3.21),
            new("A+relu", ReportCell.Estimate(0.22, 0.008).WithNote("diverged 3/9"), ReportCell.Missing("failed"), ReportCell.Estimate(0.12, 0.01), 0.53, 203530, 4.5),
            new("A+批归一化", ReportCell.Estimate(0.9612, 0.0031), ReportCell.Estimate(0.121, 0.02), ReportCell.Estimate(0.8612, 0.006), ReportCell.Number(0.0039).WithNote("*"), 206090, 10.75)
            {
                RuleAbove = true,
            },
        ])
    {
        Footnotes = ["* significant at 0.05 after Holm's correction"],
    };
}
