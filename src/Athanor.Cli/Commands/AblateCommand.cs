using System.CommandLine;
using System.Text.Json.Nodes;
using Athanor.Cli.Documents;
using Athanor.Cli.Progress;
using Athanor.Persistence;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor ablate study.yaml</c>: runs a study and prints its table.</summary>
internal sealed class AblateCommand : Verb
{
    private const int PictureWidth = 960;
    private readonly Argument<string> _file;
    private readonly Option<string[]> _set;
    private readonly Option<int?> _seeds;
    private readonly Option<string[]> _only;
    private readonly Option<bool> _plan;
    private readonly Option<bool> _retrain;
    private readonly Option<int?> _workers;
    private readonly Option<string?> _report;
    private readonly Option<TableFormat> _format;

    public AblateCommand()
        : base("ablate", "Runs a study: variants × seeds in worker processes; table, statistics, report.")
    {
        _file = With(new Argument<string>("study.yaml") { Description = "The study's file." });
        _set = With(RecipeFile.SetOption());
        _seeds = With(new Option<int?>("--seeds") { Description = "Train every variant with the seeds 0 to n−1, instead of the study's.", HelpName = "n" });
        _only = With(new Option<string[]>("--only")
        {
            Description = "Only this variant, such as relu+batchNorm. May be given several times.",
            HelpName = "variant",
        });
        _plan = With(new Option<bool>("--plan") { Description = "Say what would be trained, and train nothing." });
        _retrain = With(new Option<bool>("--retrain") { Description = "Train again what the store holds finished." });
        _workers = With(new Option<int?>("--workers") { Description = "Trials at a time. Default: processor cores ÷ threads of a trial.", HelpName = "n" });
        _report = With(new Option<string?>("--report") { Description = "The HTML report's file. Default: reports/<study>.html beside the store.", HelpName = "path" });
        _format = With(new Option<TableFormat>("--format") { Description = "How the table is written: table, markdown, latex, csv or svg.", HelpName = "format" });
        AtLeastOne(_seeds);
        AtLeastOne(_workers);
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        return RecipeFile.NamedAsync(file, () => RunAsync(file, arguments, context, cancellation));
    }

    private async Task<int> RunAsync(string file, ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        StudyFile read = StudyFile.Load(file);
        AblationStudy study = AblationStudy.Of(RecipeFile.With(read.Document, file, arguments.GetValue(_set) ?? []), read.Context);
        StudyPlan plan = study.Plan(
            arguments.GetValue(_seeds) is { } seeds ? (SeedList)seeds : null, only: arguments.GetValue(_only) is { Length: > 0 } only ? only : null);
        var options = new StudyOptions { Workers = arguments.GetValue(_workers), Retrain = arguments.GetValue(_retrain), InProcess = WorkerCommand.Launch is null, Launch = WorkerCommand.Launch };
        if (arguments.GetValue(_plan))
        {
            return Plan(plan, options, context);
        }

        using IRunStore store = context.OpenStore();
        ProgressView view = ProgressView.For(context.Output);
        view.Line(plan.Verdict());
        StudyResult result = await view.WatchAsync(() => study.RunAsync(plan, options with { Store = store, Observer = new StudyProgress(view) }, cancellation));
        string report = Path.GetFullPath(arguments.GetValue(_report) ?? context.BesideStore("reports", $"{FileName(plan.Name)}.html"));
        // The table first: a report that can't be written must not take the results with it.
        Print(result, report, arguments.GetValue(_format), context);
        WriteReport(result, report);
        context.Output.Message($"report: {report}");
        return result.IsComplete ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int Plan(StudyPlan plan, StudyOptions options, CommandContext context)
    {
        using IRunStore store = context.OpenStoreToRead();
        StudyForecast forecast = StudyForecast.Of(plan, options with { Store = store });
        foreach (RecipeWarning warning in forecast.Warnings)
        {
            context.Output.Message($"warning: {warning}");
        }

        if (context.Json)
        {
            context.Output.Document(AblatePlanDocument.Of(plan, forecast));
            return ExitCodes.Done;
        }

        context.Output.Table(forecast.ToTable());
        foreach (string line in forecast.Describe())
        {
            context.Output.Paragraph(line);
        }

        context.Output.Paragraph(plan.Verdict());
        return ExitCodes.Done;
    }

    private static void Print(StudyResult result, string report, TableFormat format, CommandContext context)
    {
        if (context.Json)
        {
            JsonObject document = result.ToJson();
            document["report"] = report;
            context.Output.Document(document);
            return;
        }

        switch (format)
        {
            case TableFormat.Markdown:
                context.Output.Text(result.ToMarkdown());
                break;
            case TableFormat.Latex:
                context.Output.Text(result.ToLatex());
                break;
            case TableFormat.Csv:
                context.Output.Text(result.ToCsv());
                break;
            case TableFormat.Svg:
                context.Output.Text(SvgPicture.Render(result.ToTable(), PictureWidth));
                break;
            default:
                foreach (ReportTable table in result.ToTables())
                {
                    context.Output.Table(table);
                    context.Output.Line();
                }

                context.Output.Paragraph(result.Verdict());
                break;
        }

    }

    private static void WriteReport(StudyResult result, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, HtmlPage.Render(result.ToReport()));
    }

    private static string FileName(string study) =>
        string.Concat(study.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
}

/// <summary>How <c>ablate</c> writes its table.</summary>
internal enum TableFormat
{
    /// <summary>For a terminal.</summary>
    Table,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>LaTeX with booktabs.</summary>
    Latex,

    /// <summary>CSV at full precision.</summary>
    Csv,

    /// <summary>A picture, for a README.</summary>
    Svg,
}
