using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Recording;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor runs delete ID</c>: forgets a run.</summary>
internal sealed class RunsDeleteCommand : Verb
{
    private readonly Argument<string> _run;

    public RunsDeleteCommand()
        : base("delete", "Forgets a run with its curves and findings; its files stay.") => _run = With(RunArgument.Make());

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        using IRunStore store = context.OpenStoreToRead();
        string id = store.Get(arguments.GetRequiredValue(_run)).Id;
        store.Delete(id);
        if (context.Json)
        {
            context.Output.Document(new RunDeletedDocument("runs", id));
        }
        else
        {
            context.Output.Line($"deleted {id}");
        }

        return Task.FromResult(ExitCodes.Done);
    }
}
