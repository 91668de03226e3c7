using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Recording;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor runs show ID</c>: one run with its results and curves.</summary>
internal sealed class RunsShowCommand : Verb
{
    private readonly Argument<string> _run;

    public RunsShowCommand()
        : base("show", "Shows one run: its results, curves, findings and files.") => _run = With(RunArgument.Make());

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        using IRunStore store = context.OpenStoreToRead();
        RunRecord run = store.Get(arguments.GetRequiredValue(_run));
        if (context.Json)
        {
            context.Output.Document(new RunsDocument { Store = Path.GetFullPath(context.StorePath), Runs = [RunSummary.Of(run) with { Detail = RunDetail.Of(store, run) }] });
            return Task.FromResult(ExitCodes.Done);
        }

        context.Output.Table(RunTables.Facts(run));
        context.Output.Table(RunTables.Curves(store.Summaries(run.Id)));
        return Task.FromResult(ExitCodes.Done);
    }
}
