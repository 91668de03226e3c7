using System.CommandLine;
using System.CommandLine.Parsing;
using Athanor.Cli.Documents;
using Athanor.Cli.Progress;
using Athanor.Data;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor train recipe.yaml</c>: trains a recipe and records the run.</summary>
internal sealed class TrainCommand : Verb
{
    private readonly Argument<string> _file;
    private readonly Option<string[]> _set;
    private readonly Option<long?> _seed;
    private readonly Option<bool> _plan;
    private readonly Option<bool> _resume;

    public TrainCommand()
        : base("train", "Trains a recipe, with live progress, and records the run.")
    {
        _file = With(new Argument<string>("recipe.yaml") { Description = "The recipe's file." });
        _set = With(RecipeFile.SetOption());
        _seed = With(new Option<long?>("--seed") { Description = "The seed, instead of the recipe's.", HelpName = "n" });
        _resume = With(new Option<bool>("--resume") { Description = "Go on with the newest unfinished run of this recipe, exactly as if it had never ended; print a finished one (exit 0); begin one where there is none." });
        _plan = With(new Option<bool>("--plan") { Description = "Say what the recipe means, and train nothing." });
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        Recipe recipe = RecipeFile.With(SpecReader.Load<Recipe>(file), file, arguments.GetValue(_set) ?? []);
        if (arguments.GetValue(_seed) is { } seed)
        {
            recipe = recipe with { Seed = seed };
        }

        DataContext data = RecipeFile.Context(file);
        return RecipeFile.NamedAsync(file, async () =>
        {
            if (arguments.GetValue(_plan))
            {
                return Plan(recipe, data, context);
            }

            RecordedRun run = await TrainAsync(recipe, data, Path.GetFileNameWithoutExtension(file), arguments.GetValue(_resume), context, cancellation);
            if (run.Report.Status == TrainingStatus.Interrupted)
            {
                context.Output.Message($"run {run.Run} was interrupted after step {run.Report.Steps}; "
                    + (run.Checkpoint is null ? "nothing was saved of it: run.saveCheckpoint is false" : $"to go on from there: {ResumeLine(arguments, file)}"));
            }

            return run.Report.Status switch
            {
                _ when run.WasFinished => ExitCodes.Done,
                TrainingStatus.Diverged => ExitCodes.Failed,
                TrainingStatus.Interrupted => ExitCodes.Interrupted,
                _ => ExitCodes.Done,
            };
        });
    }

    public override string Again(ParseResult arguments) => $"go on with: {ResumeLine(arguments, arguments.GetRequiredValue(_file))}";

    /// <summary>The command that goes on with what this one began.</summary>
    private string ResumeLine(ParseResult arguments, string file)
    {
        IEnumerable<string> words =
        [
            "athanor", "train", file,
            .. (arguments.GetValue(_set) ?? []).SelectMany(change => (string[])["--set", change]),
            .. arguments.GetValue(_seed) is { } seed ? (string[])["--seed", $"{seed}"] : [],
            .. arguments.GetResult("--store") is OptionResult { Implicit: false, Tokens: [{ Value: var store }, ..] } ? (string[])["--store", store] : [],
            "--resume",
        ];
        return string.Join(' ', words.Select(word => word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word}'"));
    }

    private static int Plan(Recipe recipe, DataContext data, CommandContext context)
    {
        using var trainer = new Trainer(recipe, data);
        TrainingPlan plan = trainer.Session.Plan with { Parameters = trainer.Session.Parameters };
        foreach (RecipeWarning warning in plan.Warnings)
        {
            context.Output.Message($"warning: {warning}");
        }

        if (context.Json)
        {
            context.Output.Document(new TrainPlanDocument("train", recipe.Fingerprint(), plan, plan.Describe(), plan.Warnings));
            return ExitCodes.Done;
        }

        foreach (string line in plan.Describe())
        {
            context.Output.Paragraph(line);
        }

        return ExitCodes.Done;
    }

    private static async Task<RecordedRun> TrainAsync(
        Recipe recipe, DataContext data, string name, bool resume, CommandContext context, CancellationToken cancellation)
    {
        using IRunStore store = context.OpenStore();
        ProgressView view = ProgressView.For(context.Output);
        RecordedRun run = await view.WatchAsync(() => Task.FromResult(resume
            ? RecordedTraining.Resume(recipe, data, store, name, [new TrainProgress(view)], view.Line, cancellation)
            : RecordedTraining.Run(recipe, data, store, name, [new TrainProgress(view)], cancellation)));
        if (context.Json)
        {
            context.Output.Document(TrainDocument.Of(run, recipe));
        }
        else
        {
            Print(run, context.Output);
        }

        return run;
    }

    private static void Print(RecordedRun run, CommandOutput output)
    {
        RunReport report = run.Report;
        if (report.Metrics.Count > 0)
        {
            output.Table(MetricTable.Of(report.Metrics));
        }

        string reason = report.Reason is { } why ? $": {why}" : "";
        string skipped = report.SkippedSteps is > 0 and var count ? $" ({count:N0} skipped: a gradient overflowed fp16)" : "";
        output.Paragraph(
            $"run {run.Run} {report.Status.ToRunStatus().Name()}{reason}; {report.Steps:N0} steps{skipped}, {report.Epochs:N0} epochs, "
            + $"{report.Parameters:N0} parameters, {report.Seconds:0.0} s");
        if (run.Checkpoint is { } checkpoint)
        {
            output.Line($"checkpoint {checkpoint}");
        }

        if (run.BestCheckpoint is { } best)
        {
            output.Line($"best look  {best}");
        }
    }
}
