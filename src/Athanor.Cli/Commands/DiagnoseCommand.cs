using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Cli.Progress;
using Athanor.Diagnosis;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor diagnose recipe.yaml</c>: trains with the clinic watching and says what goes wrong.</summary>
internal sealed class DiagnoseCommand : Verb
{
    private const int SparklineWidth = 40;
    private const int MostLayers = 6;
    private readonly Argument<string> _file;
    private readonly Option<string[]> _set;

    public DiagnoseCommand()
        : base("diagnose", "Trains a recipe with the clinic watching: findings with evidence, and what to try.")
    {
        _file = With(new Argument<string>("recipe.yaml") { Description = "The recipe's file." });
        _set = With(RecipeFile.SetOption());
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        Recipe recipe = RecipeFile.With(SpecReader.Load<Recipe>(file), file, arguments.GetValue(_set) ?? []);
        return RecipeFile.NamedAsync(file, async () =>
        {
            using IRunStore store = context.OpenStore();
            ProgressView view = ProgressView.For(context.Output);
            DiagnosisResult result = await view.WatchAsync(() => Task.FromResult(
                Clinic.Diagnose(recipe, RecipeFile.Context(file), store, Path.GetFileNameWithoutExtension(file), [new TrainProgress(view)], cancellation)));
            if (context.Json)
            {
                context.Output.Document(DiagnoseDocument.Of(result));
            }
            else
            {
                Print(result, recipe, context.Output);
            }

            return result.Report?.Status == TrainingStatus.Interrupted ? ExitCodes.Interrupted : ExitCodes.Done;
        });
    }

    private static void Print(DiagnosisResult result, Recipe recipe, CommandOutput output)
    {
        foreach (Finding finding in result.Findings)
        {
            Print(finding, recipe, output);
        }

        string ended = result.Report is { } report ? $"{report.Status.ToRunStatus().Name()} after {report.Steps:N0} steps, {report.Seconds:0.0} s" : "not trained";
        output.Paragraph(result.Findings.Count == 0
            ? $"Nothing found. Run {result.Run} {ended}."
            : $"{result.Findings.Count} finding{(result.Findings.Count == 1 ? "" : "s")}. Run {result.Run} {ended}.");
    }

    private static void Print(Finding finding, Recipe recipe, CommandOutput output)
    {
        string where = finding.Layers.Count == 0 ? "" : $" in {Layers(finding.Layers)}";
        string since = finding.SinceStep == 0 ? "before the first step" : $"since step {finding.SinceStep:N0}";
        output.Paragraph($"{finding.Symptom} (severity {finding.Severity:0.0#}){where}, {since}");
        output.Paragraph(finding.Meaning);
        if (finding.Numbers.Count > 0)
        {
            output.Table(new ReportTable(
                null,
                [ReportColumn.Names("Evidence"), new ReportColumn("Value") { Format = NumberFormat.Significant(4) }],
                [.. finding.Numbers.Select(number => new ReportRow([number.Key, ReportCell.Number(number.Value)]))]));
        }

        foreach ((string name, IReadOnlyList<double> values) in finding.Series.Where(series => series.Value.Count > 1))
        {
            output.Paragraph($"{name} {Sparkline.Of(values, SparklineWidth, output.Ascii)} {values[0]:G3} … {values[^1]:G3}");
        }

        Treatment[] possible = [.. finding.Treatments.Where(treatment => treatment.Apply(recipe) is not null)];
        for (int i = 0; i < possible.Length; i++)
        {
            output.Paragraph($"{(i == 0 ? "try" : "   ")} {i + 1}. {possible[i].Name}: {possible[i].Reason} (athanor terms '{possible[i].Term}')");
        }

        output.Line();
    }

    private static string Layers(ValueList<string> layers) => layers.Count <= MostLayers
        ? string.Join(", ", layers)
        : $"{layers[0]}, {layers[1]}, … {layers[^1]} ({layers.Count} layers)";
}
