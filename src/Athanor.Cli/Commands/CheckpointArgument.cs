using System.CommandLine;
using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary>The checkpoint that a verb is about: a folder, or the run that left it.</summary>
internal sealed class CheckpointArgument
{
    private const string Best = "best";

    private readonly Option<bool> _best = new("--best") { Description = "The weights of the best look at the validation part, instead of the last ones." };

    private readonly Option<bool> _average = new("--average") { Description = "The average of the weights, where the recipe keeps one, instead of the weights themselves." };

    public Argument<string?> Argument { get; } = new("checkpoint")
    {
        Description = "A checkpoint's folder, or a run's id (its first letters are enough).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public IEnumerable<Option> Options => [_best, _average];

    public bool Average(ParseResult arguments) => arguments.GetValue(_average);

    /// <summary>The folder that was meant.</summary>
    public string Folder(ParseResult arguments, CommandContext context)
    {
        string named = arguments.GetValue(Argument) is { Length: > 0 } given
            ? given
            : throw new RecipeException(UsageError.Code, "checkpoint", "no checkpoint is named; give its folder or a run's id ('athanor runs' lists them)");
        string final = Directory.Exists(named) || named.AsSpan().IndexOfAny('/', '\\', '.') >= 0 ? named : OfRun(named, context);
        if (!arguments.GetValue(_best))
        {
            return final;
        }

        string best = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(final)))!, Best);
        return Directory.Exists(best)
            ? best
            : throw new RecipeException("no-checkpoint", "", "there is none of the best look: there was no validation part, or the final weights are the best ones", best);
    }

    /// <summary>Refuses a checkpoint beside an option that has no use for one.</summary>
    public void RefuseBeside(ParseResult arguments, string option, string why)
    {
        if (arguments.GetValue(Argument) is { Length: > 0 } given)
        {
            throw new RecipeException(UsageError.Code, option, $"stands beside the checkpoint '{given}', {why}");
        }
    }

    private static string OfRun(string id, CommandContext context)
    {
        using IRunStore store = context.OpenStoreToRead();
        RunRecord run = store.Get(id);
        return run.Checkpoint ?? throw new RecipeException("no-checkpoint", "", $"run {run.Id} kept no final checkpoint (it is {run.Status.Name()}); give a checkpoint's folder");
    }
}
