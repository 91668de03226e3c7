using System.CommandLine;
using System.CommandLine.Help;
using Athanor.Cli.Commands;

namespace Athanor.Cli;

/// <summary>The whole command: parses, calls a verb, and turns whatever comes of it into an exit code.</summary>
internal static class AthanorCommand
{
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs the command line as a process would, writing to <paramref name="output"/> alone.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandOutput output, CancellationToken cancellation)
    {
        var options = new GlobalOptions();
        Command root = Root(output, options, cancellation);
        ParseResult parsed = root.Parse(arguments, Parsing);
        string verb = VerbOf(parsed, root);
        bool json = arguments.Contains(GlobalOptions.JsonName);
        if (arguments.Count == 0)
        {
            await root.Parse(["--help"], Parsing).InvokeAsync(Invocation(output.Messages, output.Messages), CancellationToken.None);
            return ExitCodes.Refused;
        }

        if (!AsksForHelp(parsed) && UsageError.Of(parsed) is { } misunderstood)
        {
            return Report(misunderstood, verb, json, output);
        }

        try
        {
            return await parsed.InvokeAsync(Invocation(output.Results, output.Messages), CancellationToken.None);
        }
        catch (Exception exception)
        {
            int code = Report(Failure.Of(exception, (parsed.CommandResult.Command as Verb)?.Again(parsed) ?? Verb.RunAgain), verb, json, output);
            if (parsed.GetValue(options.Debug))
            {
                output.Trace(exception);
            }

            return code;
        }
    }

    private static Command Root(CommandOutput output, GlobalOptions options, CancellationToken cancellation)
    {
        var root = new Command("athanor", "Trains deep-learning models, shows why training fails, and proves which part earns its place.");
        root.Options.Add(options.Json);
        root.Options.Add(options.Store);
        root.Options.Add(options.Debug);
        root.Options.Add(new HelpOption { Action = new HelpAction { MaxWidth = output.Width } });
        root.Options.Add(new VersionOption());
        Verb[] verbs =
        [
            new TrainCommand(), new AblateCommand(),
            new DiagnoseCommand(), new TuneCommand(), new EvaluateCommand(), new PredictCommand(), new RunsCommand(), new TermsCommand(), new SchemaCommand(), new DoctorCommand(), new WorkerCommand(),
        ];
        foreach (Verb verb in verbs)
        {
            root.Subcommands.Add(verb);
            foreach (Verb each in verb.Subcommands.OfType<Verb>().Prepend(verb))
            {
                each.SetAction((arguments, _) => each.RunAsync(arguments, CommandContext.Of(output, options, arguments), cancellation));
            }
        }

        return root;
    }

    private static bool AsksForHelp(ParseResult parsed) => parsed.Action is HelpAction;

    private static InvocationConfiguration Invocation(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    private static int Report(Failure failure, string verb, bool json, CommandOutput output)
    {
        if (json && !output.HasDocument)
        {
            output.Document(failure.Document(verb));
        }

        output.Message(failure.Message);
        return failure.ExitCode;
    }

    private static string VerbOf(ParseResult parsed, Command root)
    {
        Command command = parsed.CommandResult.Command;
        while (command != root && command.Parents.OfType<Command>().FirstOrDefault() is { } parent && parent != root)
        {
            command = parent;
        }

        return command.Name;
    }
}
