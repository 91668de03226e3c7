using System.CommandLine;
using System.CommandLine.Parsing;
using Athanor.Specs;

namespace Athanor.Cli;

/// <summary>A command line that can't be understood, as one line.</summary>
internal static class UsageError
{
    public const string Code = "usage";

    /// <summary>What is wrong with the command line, or null.</summary>
    public static Failure? Of(ParseResult parsed)
    {
        // The parser takes what looks like an option, but is none, for an argument.
        string? unknown = parsed.UnmatchedTokens.Concat(parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(value => value.StartsWith("--", StringComparison.Ordinal))).FirstOrDefault();
        if (parsed.Errors.Count == 0 && unknown is null)
        {
            return null;
        }

        Command command = parsed.CommandResult.Command;
        string help = $"see '{Names(parsed.CommandResult)} --help'";
        if (unknown is not null)
        {
            string kind = unknown.StartsWith('-') ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
            string suggestion = Suggestion.For(unknown, Known(parsed.CommandResult, options: unknown.StartsWith('-')));
            return Refusal(unknown, $"unknown {kind} '{unknown}'{(suggestion.Length > 0 ? suggestion : $"; {help}")}");
        }

        ParseError error = parsed.Errors[0];
        string message = error.Message.ReplaceLineEndings(" ").TrimEnd('.');
        return Refusal(Names(error.SymbolResult ?? parsed.CommandResult), $"{char.ToLowerInvariant(message[0])}{message[1..]}; {help}");
    }

    private static Failure Refusal(string where, string message) => new(ExitCodes.Refused, Code, where, message);

    private static IEnumerable<string> Known(CommandResult result, bool options)
    {
        Command command = result.Command;
        if (!options)
        {
            return command.Subcommands.Where(each => !each.Hidden).Select(each => each.Name);
        }

        IEnumerable<Option> inherited = Above(result).SelectMany(each => each.Command.Options.Where(option => option.Recursive));
        return command.Options.Concat(inherited).Where(option => !option.Hidden).Select(option => option.Name);
    }

    private static IEnumerable<CommandResult> Above(CommandResult result)
    {
        for (SymbolResult? above = result.Parent; above is not null; above = above.Parent)
        {
            if (above is CommandResult command)
            {
                yield return command;
            }
        }
    }

    private static string Names(SymbolResult result) => result switch
    {
        CommandResult command => string.Join(' ', Above(command).Select(each => each.Command.Name).Reverse().Append(command.Command.Name)),
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => "",
    };
}
