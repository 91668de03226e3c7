using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Cli.Progress;
using Athanor.Data;
using Athanor.Diagnosis;
using Athanor.Persistence;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor diagnose recipe.yaml</c>: trains with the clinic watching and says what goes wrong.</summary>
internal sealed class DiagnoseCommand : Verb
{
    private const int SparklineWidth = 40;
    private readonly Argument<string> _file;
    private readonly Option<string[]> _set;
    private readonly Option<string?> _variant;
    private readonly Option<string[]> _stopOn;
    private readonly Option<string?> _report;
    private readonly Option<bool> _repair;
    private readonly Option<double> _budget;
    private readonly Option<string?> _save;
    private readonly Option<int?> _workers;
    private readonly Option<bool> _retrain;

    public DiagnoseCommand()
        : base("diagnose", "Trains a recipe with the clinic watching: findings with evidence, and what to try.")
    {
        _file = With(new Argument<string>("recipe.yaml") { Description = "The recipe's file, or a study's." });
        _set = With(RecipeFile.SetOption());
        _variant = With(new Option<string?>("--variant") { Description = "Which variant of a study. Default: baseline.", HelpName = "name" });
        _stopOn = With(new Option<string[]>("--stop-on")
        {
            Description = "End the training once this is found, as in dead-relu. May be given several times.",
            HelpName = "finding",
        });
        _stopOn.AcceptOnlyFromAmong([.. Clinic.Codes]);
        _report = With(new Option<string?>("--report") { Description = "The HTML report's file. Default: reports/<recipe>-diagnosis.html beside the store.", HelpName = "path" });
        _repair = With(new Option<bool>("--repair") { Description = "Try the treatments and find the smallest set of changes that heals; exit 1 where none does." });
        _budget = With(new Option<double>("--budget")
        {
            Description = "How long a repair may be searched, in seconds.",
            HelpName = "seconds",
            DefaultValueFactory = static _ => new RepairOptions().Budget.TotalSeconds,
        });
        _save = With(new Option<string?>("--save") { Description = "Write the healed recipe to this file.", HelpName = "path" });
        _workers = With(new Option<int?>("--workers") { Description = "Trainings at a time while repairing. Default: processor cores ÷ threads of one.", HelpName = "n" });
        _retrain = With(new Option<bool>("--retrain") { Description = "Train again what the store holds finished of a repair." });
        Seconds(_budget);
        AtLeastOne(_workers);
        Validators.Add(given =>
        {
            if (!given.GetValue(_repair) && new Option[] { _budget, _save, _workers, _retrain }.FirstOrDefault(option => given.GetResult(option) is { Implicit: false }) is { } stray)
            {
                given.AddError($"{stray.Name} is about a repair; give --repair too");
            }
        });
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        DiagnosedRecipe diagnosed = DiagnosedRecipe.Load(file, arguments.GetValue(_set) ?? [], arguments.GetValue(_variant));
        return RecipeFile.NamedAsync(file, () => RunAsync(diagnosed, arguments, context, cancellation));
    }

    private async Task<int> RunAsync(DiagnosedRecipe diagnosed, ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        using IRunStore store = context.OpenStore();
        ProgressView view = ProgressView.For(context.Output);
        (Recipe recipe, DataContext data, string name) = diagnosed;
        DiagnosisResult result = await view.WatchAsync(() => Task.FromResult(Clinic.Diagnose(recipe, data, store, name, [new TrainProgress(view)], arguments.GetValue(_stopOn), cancellation)));
        bool interrupted = result.Report?.Status == TrainingStatus.Interrupted;
        string report = Path.GetFullPath(arguments.GetValue(_report) ?? context.BesideStore("reports", $"{name}-diagnosis.html"));
        if (!context.Json)
        {
            Print(result, recipe, context.Output);
        }

        if (!arguments.GetValue(_repair) || interrupted)
        {
            if (context.Json)
            {
                context.Output.Document(DiagnoseDocument.Of(result, report, null));
            }

            WriteReport(result, recipe, name, report, context);
            return interrupted ? ExitCodes.Interrupted : ExitCodes.Done;
        }

        var options = new RepairOptions
        {
            Budget = TimeSpan.FromSeconds(arguments.GetValue(_budget)),
            Name = name,
            Context = data,
            Store = store,
            Workers = arguments.GetValue(_workers),
            Retrain = arguments.GetValue(_retrain),
            Launch = WorkerCommand.Launch,
            Observer = new StudyProgress(view),
        };
        Repair repair = await view.WatchAsync(() => Clinic.RepairAsync(recipe, result, options, cancellation));
        string? saved = Save(repair, arguments.GetValue(_save));
        if (context.Json)
        {
            context.Output.Document(DiagnoseDocument.Of(result, report, RepairDocument.Of(repair, options.Budget, saved)));
        }
        else
        {
            Print(repair, saved, context.Output);
        }

        WriteReport(result, recipe, name, report, context);
        return repair.Healed ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>The last thing to do: a report that can't be written must not take the results with it.</summary>
    private static void WriteReport(DiagnosisResult result, Recipe recipe, string name, string path, CommandContext context)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, HtmlPage.Render(result.ToReport(recipe, name)));
        context.Output.Message($"report: {path}");
    }

    /// <summary>Writes the healed recipe; returns where, or null where there is none, or none was asked for.</summary>
    private static string? Save(Repair repair, string? path)
    {
        if (path is null || !repair.Healed)
        {
            return null;
        }

        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        AtomicFile.WriteText(full, RecipeText.Of(repair.Recipe));
        return full;
    }

    private static void Print(Repair repair, string? saved, CommandOutput output)
    {
        if (repair.Tried.Count > 0)
        {
            output.Table(repair.ToTable());
            output.Line();
        }

        output.Paragraph(repair.Verdict());
        if (repair.Changes.Count > 0)
        {
            output.Line();
            output.Text(YamlWriter.Write(Patch.Difference(repair.Sick, repair.Recipe)));
            output.Line();
            foreach (RecipeChange change in repair.Changes)
            {
                output.Line($"--set {Quoted(change.ToString())}");
            }
        }

        if (saved is not null)
        {
            output.Line($"saved {saved}");
        }
    }

    /// <summary>As a shell takes it.</summary>
    private static string Quoted(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word}'";

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
        string where = finding.Layers.Count == 0 ? "" : $" in {finding.WhereInShort()}";
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
        if (possible.Length > 0)
        {
            output.Paragraph("Try, in this order:");
        }

        for (int i = 0; i < possible.Length; i++)
        {
            output.Paragraph($"{i + 1}. {possible[i].Name}: {possible[i].Reason} (athanor terms '{possible[i].Term}')");
        }

        output.Line();
    }
}
