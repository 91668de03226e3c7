using System.Globalization;
using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Symptoms;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Diagnosis;

/// <summary>A diagnosis as a page: what was found and why, and what was seen over layers and steps.</summary>
internal static class DiagnosisReport
{
    public static ReportPage Page(DiagnosisResult result, Recipe recipe, string name)
    {
        string ended = result.Report is { } report ? $"{report.Status.ToRunStatus().Name()} after {report.Steps.ToString("N0", CultureInfo.InvariantCulture)} steps" : "not trained";
        return new ReportPage(name.Length == 0 ? "Diagnosis" : $"Diagnosis: {name}")
        {
            Subtitle = $"Run {result.Run}, {ended}",
            Sections =
            [
                new ReportSection("Findings", [.. Findings(result)]),
                .. result.Findings.Select(finding => new ReportSection(finding.Symptom, [.. Finding(finding, recipe)])),
                .. result.Course is { } course ? Course(course) : [],
                new ReportSection("Recipe", new CodeBlock(SpecWriter.ToYaml(recipe), "What differs from the defaults")),
            ],
            Footer = "Written by Athanor. The charts' numbers stand under each of them.",
        };
    }

    private static IEnumerable<ReportBlock> Findings(DiagnosisResult result)
    {
        if (result.Findings.Count == 0)
        {
            yield return new Callout(CalloutKind.Result, "Nothing found.");
            yield break;
        }

        yield return new ReportTable(
            null,
            [ReportColumn.Names("finding"), new ReportColumn("severity") { Format = NumberFormat.Fixed(2) }, new ReportColumn("since step"), new ReportColumn("layers")],
            [
                .. result.Findings.Select(finding => new ReportRow(
                    [finding.Symptom, ReportCell.Number(finding.Severity), finding.SinceStep == 0 ? "start" : ReportCell.Number(finding.SinceStep), finding.WhereInShort()])),
            ]);
    }

    private static IEnumerable<ReportBlock> Finding(Finding finding, Recipe recipe)
    {
        yield return new Callout(CalloutKind.Warning, finding.Meaning);
        if (finding.Layers.Count > 0)
        {
            yield return new DefinitionList([new Definition("layers", string.Join(", ", finding.Layers))]);
        }

        if (finding.Numbers.Count > 0)
        {
            yield return new ReportTable(
                null,
                [ReportColumn.Names("evidence"), new ReportColumn("value") { Format = NumberFormat.Significant(4) }],
                [.. finding.Numbers.Select(number => new ReportRow([number.Key, ReportCell.Number(number.Value)]))]);
        }

        foreach ((string name, IReadOnlyList<double> values) in finding.Series.Where(series => series.Value.Count > 1))
        {
            yield return new LineChart(name, new LineSeries(name, [.. values.Select((value, i) => new LinePoint(i + 1, value))])) { IsSmall = true };
        }

        Treatment[] possible = [.. finding.Treatments.Where(treatment => treatment.Apply(recipe) is not null)];
        if (possible.Length > 0)
        {
            yield return new ReportTable(
                "What to try, in this order",
                [ReportColumn.Names("treatment"), new ReportColumn("why"), new ReportColumn("read")],
                [.. possible.Select(treatment => new ReportRow([treatment.Name, treatment.Reason, $"athanor terms '{treatment.Term}'"]))]);
        }
    }

    private static IEnumerable<ReportSection> Course(TrainingCourse course)
    {
        if (course.Gradients.Count > 0 && course.Layers.Count > 0)
        {
            yield return new ReportSection(
                "Gradients by layer",
                new Paragraph("Root mean square of the loss's gradient by each layer's weights, as a power of ten; layers in the order in which they run. A gradient of 0 has no colour."),
                Map("log₁₀ gradient, layers × steps", course.Layers, course.Gradients, look => look.Step, (look, layer) => LogOf(look.Gradients[layer])));
        }

        if (course.Looks.Count > 0 && course.Layers.Count > 0)
        {
            yield return new ReportSection(
                "Updates by layer",
                new Paragraph("How far one update moved a layer's weights, as a share of their norm and as a power of ten."),
                Map("log₁₀ update ÷ weight, layers × steps", course.Layers, course.Looks, look => look.Step, (look, layer) => LogOf(look.Layers[layer].UpdateRatio)));
        }

        string[] flat = [.. course.Activations.Where(each => each.Kind != FlatPart.None).Select(each => each.Layer)];
        if (flat.Length > 0 && course.Looks.Count > 0)
        {
            int[] places = [.. Enumerable.Range(0, course.Activations.Count).Where(place => course.Activations[place].Kind != FlatPart.None)];
            yield return new ReportSection(
                "Outputs in the flat part",
                new Paragraph("Share of each activation's outputs where its slope is 0 or nearly so: saturated sigmoid and tanh, silent ReLU."),
                Map("flat share, layers × steps", flat, course.Looks, look => look.Step, (look, row) => look.Activations[places[row]].Flat) with { Format = NumberFormat.Percent });
        }

        if (course.Times.Count > 0)
        {
            yield return new ReportSection(
                "Gradients over time",
                new Paragraph("‖∂L/∂h_t‖ for each step of a sequence, over 16 samples: what of the loss reaches the states of a recurrent net."),
                new LineChart(
                    "‖∂L/∂h_t‖ by t",
                    [.. course.Times.Select(look => new LineSeries($"after update {look.Step.ToString(CultureInfo.InvariantCulture)}", [.. look.Norms.Select((norm, t) => new LinePoint(t + 1, norm))]))])
                { XLabel = "t", LogY = true, Format = NumberFormat.Significant(3) });
        }

        yield return new ReportSection(
            "Loss, learning rate, gradient norm",
            Curve("Loss", course, update => update.Loss, log: false),
            Curve("Learning rate", course, update => update.LearningRate, log: false),
            Curve("Gradient norm over all parameters, before clipping", course, update => update.GradientNorm, log: true));
    }

    private static HeatMap Map<T>(string title, IReadOnlyList<string> rows, IReadOnlyList<T> looks, Func<T, long> step, Func<T, int, double> value) => new(
        title,
        [.. looks.Select(look => step(look).ToString(CultureInfo.InvariantCulture))],
        rows,
        [.. rows.Select((_, row) => (IReadOnlyList<double>)[.. looks.Select(look => value(look, row))])])
    {
        ColumnLabel = "step",
        RowLabel = "layer",
        Format = NumberFormat.Significant(3),
    };

    private static LineChart Curve(string title, TrainingCourse course, Func<UpdatePoint, double> value, bool log) =>
        new(title, new LineSeries(title, [.. course.Updates.Select(update => new LinePoint(update.Step, value(update)))])) { XLabel = "step", LogY = log, IsSmall = true, Format = NumberFormat.Significant(4) };

    private static double LogOf(double size) => size > 0 ? DepthProfile.Log(size) : double.NaN;
}
