using System.CommandLine;

namespace Athanor.Cli.Commands;

/// <summary>The run that a verb is about.</summary>
internal static class RunArgument
{
    public static Argument<string> Make() => new("run") { Description = "The run's id, or as many of its first letters as tell it from the others." };
}
