using Athanor.Reporting;

namespace Athanor.Cli;

/// <summary>Final metrics as a table: a row a metric, a column a part of the data.</summary>
internal static class MetricTable
{
    public static ReportTable Of(IReadOnlyDictionary<string, double> metrics)
    {
        (string Part, string Metric, double Value)[] all = [.. metrics.Select(entry => Split(entry.Key, entry.Value))];
        string[] parts = [.. all.Select(each => each.Part).Distinct().OrderBy(Rank).ThenBy(part => part, StringComparer.Ordinal)];
        return new ReportTable(
            null,
            [ReportColumn.Names("Metric"), .. parts.Select(part => new ReportColumn(part) { Format = NumberFormat.Significant(4) })],
            [
                .. all.Select(each => each.Metric).Distinct().Select(metric => new ReportRow(
                [
                    metric,
                    .. parts.Select(part => all.Where(each => each.Part == part && each.Metric == metric).Select(each => ReportCell.Number(each.Value))
                        .FirstOrDefault(ReportCell.Empty)),
                ])),
            ]);
    }

    // The metric's name is what follows the last slash: ema/test/accuracy is accuracy on ema/test.
    private static (string Part, string Metric, double Value) Split(string name, double value)
    {
        int slash = name.LastIndexOf('/');
        return slash < 0 ? ("", name, value) : (name[..slash], name[(slash + 1)..], value);
    }

    private static int Rank(string part) => part switch { "train" => 0, "validation" => 1, "test" => 2, _ => 3 };
}
