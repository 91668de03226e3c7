using System.Globalization;
using Athanor.Recording;
using Athanor.Reporting;

namespace Athanor.Cli;

/// <summary>Runs and their curves as tables.</summary>
internal static class RunTables
{
    /// <summary>A row a run.</summary>
    public static ReportTable List(IReadOnlyList<RunRecord> runs, bool limited) => new(
        null,
        [
            ReportColumn.Names("Run"), new ReportColumn("Status"), new ReportColumn("Recipe or study"), new ReportColumn("Seed") { Align = ColumnAlign.Right },
            new ReportColumn("Test result"), new ReportColumn("Started (UTC)"),
        ],
        [.. runs.Select(Row)])
    {
        Footnotes = limited ? [$"The {runs.Count} newest; --limit 0 lists all."] : [],
    };

    /// <summary>What is known of a run, a row a fact.</summary>
    public static ReportTable Facts(RunRecord run) => new(
        null,
        [ReportColumn.Names("Run"), new ReportColumn(run.Id)],
        [
            .. Fact("recipe or study", Title(run)),
            .. Fact("status", run.Status.Name()),
            .. Fact("why", run.Error),
            .. Fact("seed", run.Start.Seed.ToString(CultureInfo.InvariantCulture)),
            .. Fact("started", Time(run.Started)),
            .. Fact("ended", run.Ended is { } ended ? Time(ended) : null),
            .. Fact("steps", run.Steps.ToString("N0", CultureInfo.InvariantCulture)),
            .. Fact("epochs", run.Epochs.ToString("N0", CultureInfo.InvariantCulture)),
            .. Fact("parameters", run.Parameters.ToString("N0", CultureInfo.InvariantCulture)),
            .. Fact("seconds", run.Seconds.ToString("0.0", CultureInfo.InvariantCulture)),
            .. run.Results.SelectMany(result => Fact(result.Key, Number(result.Value))),
            .. Fact("checkpoint", run.Checkpoint),
            .. Fact("fingerprint", run.Start.Fingerprint),
        ]);

    /// <summary>A row a curve.</summary>
    public static ReportTable Curves(IReadOnlyList<MetricSummary> curves) => new(
        null,
        [
            ReportColumn.Names("Curve"), new ReportColumn("Points") { Format = NumberFormat.Integer }, new ReportColumn("Last") { Format = Digits },
            new ReportColumn("Min") { Format = Digits }, new ReportColumn("Max") { Format = Digits },
        ],
        [.. curves.Select(curve => new ReportRow(curve.Key, curve.Count, curve.Last, curve.Min, curve.Max))]);

    /// <summary>Every point of every curve.</summary>
    public static ReportTable Points(IRunStore store, string run) => new(
        null,
        [new ReportColumn("key"), new ReportColumn("step"), new ReportColumn("wall"), new ReportColumn("value")],
        [
            .. store.Summaries(run).SelectMany(curve => store.Metric(run, curve.Key).Select(point => new ReportRow(
                curve.Key, point.Step, point.Wall.ToString("O", CultureInfo.InvariantCulture), point.Value))),
        ]);

    private static NumberFormat Digits { get; } = NumberFormat.Significant(4);

    private static ReportRow Row(RunRecord run) => new(
        run.Id,
        run.Status.Name(),
        Title(run),
        run.Start.Seed.ToString(CultureInfo.InvariantCulture),
        Headline(run.Results),
        run.Started.UtcDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture));

    private static string Title(RunRecord run) => run.Start switch
    {
        { Study: { } study, Variant: var variant } => $"{study}: {variant}",
        { Name: { Length: > 0 } name } => name,
        _ => run.Start.Fingerprint[..12],
    };

    /// <summary>The result that tells most: a test metric before a validation metric, anything before a loss.</summary>
    private static string Headline(IReadOnlyDictionary<string, double> results) => results
        .OrderBy(result => result.Key.StartsWith("test/", StringComparison.Ordinal) ? 0 : result.Key.StartsWith("validation/", StringComparison.Ordinal) ? 1 : 2)
        .ThenBy(result => result.Key.EndsWith("/loss", StringComparison.Ordinal))
        .ThenBy(result => result.Key, StringComparer.Ordinal)
        .Select(result => $"{(result.Key.StartsWith("test/", StringComparison.Ordinal) ? result.Key["test/".Length..] : result.Key)} {Number(result.Value)}")
        .FirstOrDefault("");

    private static IEnumerable<ReportRow> Fact(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [new ReportRow(name, value)];

    private static string Number(double value) => Progress.ProgressText.Number(value);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
