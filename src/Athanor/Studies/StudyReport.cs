using System.Text.Json.Nodes;
using Athanor.Evaluation;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>A study's report: what was asked, what came out, how sure that is, how it was made, and what the design cannot say.</summary>
internal static class StudyReport
{
    public static ReportPage Page(StudyResult result)
    {
        StudyPlan plan = result.Plan;
        return new ReportPage($"Ablation study: {plan.Name}")
        {
            Subtitle = $"{plan.Variants.Count} variants × {plan.Seeds.Count} seeds, tested on {result.Metrics[0]}",
            Sections =
            [
                new ReportSection("Result", [new Callout(CalloutKind.Result, StudyVerdict.Sentence(result)), .. StudyTables.All(result)]),
                new ReportSection("Effects", [.. EffectCharts(result)]),
                new ReportSection("Learning curves", [.. LearningCurves(result)]),
                new ReportSection("Recipe and components", [.. Recipes(plan)]),
                new ReportSection("How it was made", [Environment(plan)]),
                new ReportSection("What this cannot say", [.. StudyVerdict.Limits(result).Select(limit => new Paragraph(limit))]),
            ],
            Footer = "Written by Athanor. Every number on this page is in the tables; the charts show the same.",
        };
    }

    private static IEnumerable<ReportBlock> EffectCharts(StudyResult result)
    {
        string metric = result.Metrics[0];
        NumberFormat difference = StudyTables.DifferenceOf(metric);
        bool higherIsBetter = MetricChoice.HigherIsBetter(metric, result.Plan.Variants[0].Recipe);
        IReadOnlyList<VariantSummary> rows = result.TableOf(metric).Variants;
        EffectRow[] against =
        [
            .. result.Plan.Variants.Select((variant, i) => (variant.Label, Comparison: rows[i].VersusBaseline))
                .Where(entry => entry.Comparison is { Pairs: > 0 })
                .Select(entry => Row(entry.Label, entry.Comparison!, higherIsBetter)),
        ];
        if (against.Length > 0)
        {
            yield return new EffectChart($"{metric}: difference to the baseline", against) { RowLabel = "system", Format = difference, ValueLabel = "difference" };
        }

        if (result.Effects is { } effects)
        {
            yield return new EffectChart(
                $"{metric}: Shapley value of each component",
                [.. effects.Shapley.Select(effect => new EffectRow(effect.Component, effect.Effect.OverSeeds.Mean, effect.Effect.OverSeeds.Low, effect.Effect.OverSeeds.High))])
            { RowLabel = "component", Format = difference, ValueLabel = "Shapley value" };
            if (effects.Interactions.Any(pair => pair.Effect is not null))
            {
                yield return new EffectChart(
                    $"{metric}: interactions",
                    [
                        .. effects.Interactions.Where(pair => pair.Effect is not null).Select(pair => new EffectRow(
                            $"{pair.First} × {pair.Second}", pair.Effect!.OverSeeds.Mean, pair.Effect.OverSeeds.Low, pair.Effect.OverSeeds.High)),
                    ])
                { RowLabel = "pair", Format = difference, ValueLabel = "interaction" };
            }
        }
    }

    private static EffectRow Row(string label, PairedComparison comparison, bool higherIsBetter)
    {
        EffectVerdict verdict = comparison.Significant != true ? EffectVerdict.Unclear
            : comparison.Difference > 0 == higherIsBetter ? EffectVerdict.Better : EffectVerdict.Worse;
        return new EffectRow(label, comparison.Difference, comparison.Low, comparison.High, verdict);
    }

    private static IEnumerable<ReportBlock> LearningCurves(StudyResult result)
    {
        foreach (string key in result.Metrics.Select(StudyCurves.CurveOf).Distinct(StringComparer.Ordinal))
        {
            LineSeries[] series =
            [
                .. result.Curves.Where(curves => curves.Curves.GetValueOrDefault(key) is { Count: > 0 }).Select(curves => new LineSeries(
                    curves.Variant.Label, [.. curves.Curves[key].Select(point => new LinePoint(point.Step, point.Mean, point.Low, point.High))])),
            ];
            if (series.Length > 0)
            {
                yield return new LineChart($"{key}, mean over seeds with its interval", series) { XLabel = "update", ValueLabel = key, Format = StudyTables.FormatOf(key) };
            }
        }

        if (result.Curves.Count == 0 || result.Curves.All(curves => curves.Curves.Values.All(points => points.Count == 0)))
        {
            yield return new Paragraph("There is no validation part, so no curve was recorded.");
        }
    }

    private static IEnumerable<ReportBlock> Recipes(StudyPlan plan)
    {
        yield return new CodeBlock(SpecWriter.ToYaml(plan.Baseline), "A (baseline): what differs from the defaults");
        foreach ((StudyComponent component, JsonNode change) in plan.Changes)
        {
            string requires = component.Declaration.Requires.Count == 0 ? "" : $", requires {string.Join(", ", component.Declaration.Requires)}";
            yield return new CodeBlock(YamlWriter.Write(change), $"{component.Name}{requires}");
        }

        yield return new Collapsible("The baseline with every default", [new CodeBlock(SpecWriter.ToYaml(plan.Baseline, compact: false))]);
    }

    private static DefinitionList Environment(StudyPlan plan) => new(
    [
        new Definition("seeds", string.Join(", ", plan.Seeds)),
        new Definition("what a seed drives", "initialization, order of the samples, dropout. The data and their split have seeds of their own, which all trials share."),
        new Definition("designs", string.Join(", ", plan.Designs.Select(design => StudyVerdict.NameOf(design)))),
        new Definition("threads a trial", $"{plan.Baseline.Threads}"),
        new Definition("device", plan.Baseline.Device),
        .. RunEnvironment.Describe().Select(entry => new Definition(entry.Name, entry.Value)),
    ]);
}
