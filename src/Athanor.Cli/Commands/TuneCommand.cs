using System.CommandLine;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor tune</c>: finds a value of a recipe by experiment; what it finds are its subcommands.</summary>
internal sealed class TuneCommand : Verb
{
    public TuneCommand()
        : base("tune", "Finds a recipe's clipping threshold by experiment.") => With(new TuneClipCommand());

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation) =>
        throw new RecipeException(UsageError.Code, "tune", $"say what to tune: {string.Join(", ", Subcommands.Select(command => $"athanor tune {command.Name} recipe.yaml"))}");
}
