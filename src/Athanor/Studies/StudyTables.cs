using Athanor.Evaluation;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>A study's results as tables: what a terminal prints, a paper holds and a report shows.</summary>
internal static class StudyTables
{
    /// <summary>The table of a paper, with the test of the first metric against the baseline.</summary>
    public static ReportTable Main(StudyResult result)
    {
        StudyPlan plan = result.Plan;
        IReadOnlyList<VariantSummary> tested = result.TableOf(result.Metrics[0]).Variants;
        bool anyDiverged = result.Diverged > 0;
        ReportColumn[] columns =
        [
            ReportColumn.Names("system"),
            .. result.Metrics.Select(metric => new ReportColumn(metric) { Format = FormatOf(metric), Best = BestOf(metric, plan) }),
            new("Δ baseline") { Key = "difference", Format = DifferenceOf(result.Metrics[0]), Unit = UnitOfDifference(result.Metrics[0]) },
            new("p (Holm)") { Key = "pHolm", Format = NumberFormat.PValue },
            .. anyDiverged ? new ReportColumn[] { new("diverged") { Key = "diverged", Align = ColumnAlign.Right } } : [],
            new("parameters") { Format = NumberFormat.Integer, Priority = 2 },
            new("seconds") { Format = NumberFormat.Fixed(2), Priority = 2 },
        ];
        var rows = plan.Variants.Select((variant, row) => new ReportRow(
        [
            variant.Label,
            .. result.Metrics.Select(metric => Measured(result.TableOf(metric).Variants[row])),
            Difference(tested[row]),
            PHolm(tested[row], plan),
            .. anyDiverged ? new ReportCell[] { $"{tested[row].Diverged}/{tested[row].Diverged + tested[row].Trained}" } : [],
            Parameters(result.TrialsOf(row)),
            Seconds(result.TrialsOf(row)),
        ])).ToList();
        if (result.Metrics.Any(metric => result.ConstantOf(metric) is not null))
        {
            rows.Add(new ReportRow(
            [
                "best constant answer",
                .. result.Metrics.Select(metric => result.ConstantOf(metric) is { } value ? ReportCell.Number(value) with { Ranked = false } : ReportCell.Empty),
                .. Enumerable.Repeat(ReportCell.Empty, columns.Length - 1 - result.Metrics.Count),
            ])
            { RuleAbove = true });
        }

        return new ReportTable(plan.Name, columns, rows) { Footnotes = Footnotes(result) };
    }

    /// <summary>Every table: the main one, the comparison with the full system, and the effects where the design allows them.</summary>
    public static IEnumerable<ReportTable> All(StudyResult result)
    {
        yield return Main(result);
        if (VersusFull(result) is { } versusFull)
        {
            yield return versusFull;
        }

        foreach (ReportTable table in Effects(result))
        {
            yield return table;
        }
    }

    /// <summary>Each variant against the full system, or null where there is none.</summary>
    public static ReportTable? VersusFull(StudyResult result)
    {
        string metric = result.Metrics[0];
        IReadOnlyList<VariantSummary> rows = result.TableOf(metric).Variants;
        return rows.All(row => row.VersusFull is null)
            ? null
            : new ReportTable(
                $"{metric}: against the full system",
                [ReportColumn.Names("system"), new("difference") { Format = DifferenceOf(metric), Unit = UnitOfDifference(metric) }, new("p") { Format = NumberFormat.PValue }, new("p (Holm)") { Key = "pHolm", Format = NumberFormat.PValue }],
                [
                    .. result.Plan.Variants.Select((variant, row) => (variant, Comparison: rows[row].VersusFull))
                        .Where(entry => entry.Comparison is not null)
                        .Select(entry => new ReportRow(
                            entry.variant.Label, Estimate(entry.Comparison!), Probability(entry.Comparison!.P), Marked(entry.Comparison!))),
                ]);
    }

    /// <summary>Main effects, Shapley values and interactions.</summary>
    public static IEnumerable<ReportTable> Effects(StudyResult result)
    {
        if (result.Effects is not { } effects)
        {
            yield break;
        }

        string metric = result.Metrics[0];
        NumberFormat format = DifferenceOf(metric);
        string? unit = UnitOfDifference(metric);
        yield return new ReportTable(
            $"{metric}: what each component is worth",
            [ReportColumn.Names("component"), new("main effect") { Format = format, Unit = unit }, new("Shapley value") { Format = format, Unit = unit }],
            [.. effects.Main.Zip(effects.Shapley, (main, shapley) => new ReportRow(main.Component, Estimate(main.Effect), Estimate(shapley.Effect)))])
        {
            Footnotes =
            [
                "Main effect: mean change when the component is added, over all variants without it. Shapley value: the same over all orders of "
                + $"adding components; they add up to the lead over the baseline of {(effects.Main.Count == result.Plan.Components.Count ? "the full system" : "the variant with all of these")}.",
            ],
        };
        if (effects.Interactions.Count > 0)
        {
            yield return new ReportTable(
                $"{metric}: interactions",
                [ReportColumn.Names("pair"), new("interaction") { Format = format, Unit = unit }],
                [
                    .. effects.Interactions.Select(pair => new ReportRow(
                        $"{pair.First} × {pair.Second}", pair.Effect is { } effect ? Estimate(effect) : ReportCell.Missing("one requires the other"))),
                ])
            {
                Footnotes = ["Above 0: together they do more than the sum of what each does alone."],
            };
        }
    }

    private static List<string> Footnotes(StudyResult result)
    {
        StudyPlan plan = result.Plan;
        var notes = new List<string>
        {
            $"A: the baseline{WhatAllMeans(plan)}.",
            $"mean ± {plan.Confidence * 100:0.##}% CI over {Count(plan.Seeds.Count, "seed")}; Δ: paired with the baseline by seed, on {result.Metrics[0]}; p: exact sign-flip test, Holm over {Count(plan.Comparisons, "comparison")}.",
        };
        IReadOnlyList<PairedComparison> comparisons = [.. result.TableOf(result.Metrics[0]).Variants.Select(row => row.VersusBaseline).OfType<PairedComparison>()];
        if (comparisons.Any(comparison => comparison.Significant == true))
        {
            notes.Add($"* significant at {plan.Alpha}.");
        }

        if (comparisons.Any(comparison => comparison.Trained.Significant == true))
        {
            notes.Add($"† the shares of trials that trained at all differ significantly at {plan.Alpha} (exact McNemar test, Holm).");
        }

        notes.Add(result.Diverged == 0 ? "No trial diverged." : "diverged: of the trials that trained or diverged; their values are in no mean.");
        if (plan.Seeds.Count < plan.SeedsForVerdict)
        {
            notes.Add(plan.Verdict() + ".");
        }

        return notes;
    }

    private static string WhatAllMeans(StudyPlan plan) => plan.Variants.Any(variant => variant.Label.StartsWith(VariantLabel.All, StringComparison.Ordinal))
        ? $"; all: {string.Join(", ", plan.Components.Select(component => component.Name))}"
        : "";

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static ReportCell Measured(VariantSummary row)
    {
        string note = string.Join(", ", new[] { row.Failed > 0 ? $"{row.Failed} failed" : "" }.Where(text => text.Length > 0));
        ReportCell cell = row.Values.Count > 0
            ? ReportCell.Estimate(row.Values.Mean, row.Values.Low, row.Values.High)
            : ReportCell.Missing(row.Diverged > 0 ? "diverged" : row.Failed > 0 ? "failed" : "not trained");
        return row.Values.Count > 0 && note.Length > 0 ? cell.WithNote(note) : cell;
    }

    private static ReportCell Difference(VariantSummary row) => row.VersusBaseline is { } comparison ? Estimate(comparison) : ReportCell.Empty;

    private static ReportCell PHolm(VariantSummary row, StudyPlan plan) =>
        row.VersusBaseline is { } comparison ? Marked(comparison) : ReportCell.Empty;

    private static ReportCell Marked(PairedComparison comparison)
    {
        string mark = (comparison.Significant == true ? "*" : "") + (comparison.Trained.Significant == true ? "†" : "");
        ReportCell p = Probability(comparison.PHolm);
        return mark.Length > 0 ? p.WithNote(mark) : p;
    }

    private static ReportCell Probability(double p) => double.IsNaN(p) ? ReportCell.Empty : ReportCell.Number(p);

    private static ReportCell Estimate(PairedComparison comparison) =>
        comparison.Pairs == 0 ? ReportCell.Empty : ReportCell.Estimate(comparison.Difference, comparison.Low, comparison.High);

    private static ReportCell Estimate(StudyEffect effect) => effect.OverSeeds.Count == 0
        ? ReportCell.Missing("no complete seed")
        : ReportCell.Estimate(effect.OverSeeds.Mean, effect.OverSeeds.Low, effect.OverSeeds.High);

    private static ReportCell Parameters(IReadOnlyList<TrialResult> trials) =>
        trials.Select(trial => trial.Parameters).FirstOrDefault(parameters => parameters > 0) is > 0 and var parameters ? (double)parameters : ReportCell.Empty;

    private static ReportCell Seconds(IReadOnlyList<TrialResult> trials)
    {
        double[] seconds = [.. trials.Where(trial => trial.Status is RunStatus.Completed or RunStatus.Diverged).Select(trial => trial.Seconds)];
        return seconds.Length == 0 ? ReportCell.Empty : seconds.Average();
    }

    private static bool IsShare(string metric) => metric.EndsWith("accuracy", StringComparison.Ordinal) || metric.EndsWith("-error", StringComparison.Ordinal);

    internal static NumberFormat FormatOf(string metric) => IsShare(metric) ? NumberFormat.Percent : NumberFormat.Auto;

    internal static NumberFormat DifferenceOf(string metric) => IsShare(metric) ? NumberFormat.PercentDifference : NumberFormat.Difference;

    private static string? UnitOfDifference(string metric) => IsShare(metric) ? "points" : null;

    private static BestIs BestOf(string metric, StudyPlan plan) =>
        MetricChoice.HigherIsBetter(metric, plan.Variants[0].Recipe) ? BestIs.Highest : BestIs.Lowest;
}
