using System.CommandLine;
using Athanor.Cli.Documents;
using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor runs</c>: what the store holds.</summary>
internal sealed class RunsCommand : Verb
{
    private const int DefaultLimit = 20;
    private readonly Option<string?> _study;
    private readonly Option<string?> _status;
    private readonly Option<int> _limit;

    public RunsCommand()
        : base("runs", "Lists, shows, exports and deletes what the store holds.")
    {
        _study = With(new Option<string?>("--study") { Description = "Only the trials of this study.", HelpName = "name" });
        _status = With(new Option<string?>("--status")
        {
            Description = "Only runs of this status: running, completed, diverged, stopped, interrupted or failed.",
            HelpName = "status",
        });
        _limit = With(new Option<int>("--limit")
        {
            Description = "At most so many, the newest; 0 for all.",
            HelpName = "n",
            DefaultValueFactory = _ => DefaultLimit,
        });
        With(new RunsShowCommand());
        With(new RunsExportCommand());
        With(new RunsDeleteCommand());
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        int limit = arguments.GetValue(_limit);
        using IRunStore store = context.OpenStoreToRead();
        IReadOnlyList<RunRecord> runs = store.List(new RunFilter
        {
            Study = arguments.GetValue(_study),
            Status = Status(arguments.GetValue(_status)),
            Limit = limit > 0 ? limit : null,
        });
        if (context.Json)
        {
            context.Output.Document(new RunsDocument { Store = Path.GetFullPath(context.StorePath), Runs = [.. runs.Select(RunSummary.Of)] });
        }
        else if (runs.Count == 0)
        {
            context.Output.Message($"{context.StorePath}: no runs");
        }
        else
        {
            context.Output.Table(RunTables.List(runs, runs.Count == limit));
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static RunStatus? Status(string? name)
    {
        if (name is null || RunNames.Status(name) is not null)
        {
            return name is null ? null : RunNames.Status(name);
        }

        string[] names = [.. Enum.GetValues<RunStatus>().Select(RunNames.Name)];
        string suggestion = Suggestion.For(name, names) is { Length: > 0 } near ? near : $"; there are {string.Join(", ", names)}";
        throw new RecipeException(UsageError.Code, "--status", $"no status '{name}'{suggestion}");
    }
}
