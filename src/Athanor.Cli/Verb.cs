using System.CommandLine;

namespace Athanor.Cli;

/// <summary>A verb of the command: its arguments, and what runs when it is called.</summary>
internal abstract class Verb : Command
{
    /// <summary>The command takes up by itself what it had finished.</summary>
    public const string RunAgain = "run the same command again";

    private const double MostSeconds = 1_000_000;

    protected Verb(string name, string description)
        : base(name, description)
    {
    }

    /// <summary>Calls the library and prints what it gives back.</summary>
    /// <returns>The exit code.</returns>
    public abstract Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation);

    /// <summary>What to do, in words after "then", once the cause of a failure is mended.</summary>
    public virtual string Again(ParseResult arguments) => RunAgain;

    protected T With<T>(T symbol)
        where T : Symbol
    {
        switch (symbol)
        {
            case Option option:
                Options.Add(option);
                break;
            case Argument argument:
                Arguments.Add(argument);
                break;
            case Command command:
                Subcommands.Add(command);
                break;
        }

        return symbol;
    }

    /// <summary>Refuses numbers below 1.</summary>
    protected static void AtLeastOne<T>(Option<T> option) => option.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<T>() is (int or long) and var number && Convert.ToInt64(number, provider: null) < 1)
        {
            given.AddError($"{option.Name} takes a number from 1");
        }
    });

    /// <summary>Refuses times that are no time, or longer than anybody waits.</summary>
    protected static void Seconds<T>(Option<T> option) => option.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<T>() is double seconds && seconds is not (> 0 and <= MostSeconds))
        {
            given.AddError($"{option.Name} takes a number of seconds above 0, at most {MostSeconds:N0}");
        }
    });
}
