using System.CommandLine;
using System.Text.Json.Nodes;
using Athanor.Recording;
using Athanor.Reporting;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor runs export ID</c>: all that is recorded of a run, for other programs.</summary>
internal sealed class RunsExportCommand : Verb
{
    private readonly Argument<string> _run;

    public RunsExportCommand()
        : base("export", "Writes a run's curves as CSV, or with --json the whole run as one document.")
    {
        _run = With(RunArgument.Make());
        With(new Option<bool>("--csv") { Description = "CSV with the columns key, step, wall and value (the default)." });
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        using IRunStore store = context.OpenStoreToRead();
        RunRecord run = store.Get(arguments.GetRequiredValue(_run));
        if (context.Json)
        {
            JsonObject document = JsonNode.Parse(RunExport.ToJson(store, run.Id))!.AsObject();
            document.Insert(0, "verb", "runs");
            context.Output.Document(document);
        }
        else
        {
            context.Output.Text(CsvTable.Render(RunTables.Points(store, run.Id)));
        }

        return Task.FromResult(ExitCodes.Done);
    }
}
