using System.CommandLine;

namespace Athanor.Cli;

/// <summary>The options that every verb takes.</summary>
internal sealed class GlobalOptions
{
    public const string JsonName = "--json";

    public Option<bool> Json { get; } = new(JsonName)
    {
        Description = "Print exactly one JSON document on standard output.",
        Recursive = true,
    };

    public Option<string?> Store { get; } = new("--store")
    {
        Description = "The run store's file. Default: .athanor/runs.db in the working folder.",
        HelpName = "path",
        Recursive = true,
    };

    public Option<bool> Debug { get; } = new("--debug")
    {
        Description = "Show the stack of an error.",
        Recursive = true,
    };
}
