using System.CommandLine;
using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Cli;

/// <summary>The document that a verb is about, with the <c>--set</c> patches of the command line.</summary>
internal static class RecipeFile
{
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "Change one place of the document, as in optimizer.lr=0.01; the value is YAML. May be given several times.",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Applies the patches to what was read from a file; the whole is validated again at the end.</summary>
    public static T With<T>(T value, string path, IReadOnlyList<string> sets)
        where T : notnull
    {
        if (sets.Count == 0)
        {
            return value;
        }

        JsonNode document = SpecWriter.Write(value);
        foreach (string text in sets)
        {
            document = Named($"--set {text}", () =>
            {
                JsonNode patch = SetExpression.Parse(text).ToPatch(typeof(T), document, RecipePath.Root);
                return Patch.Apply(typeof(T), document, patch, RecipePath.Root);
            });
        }

        return Named(path, () => SpecReader.Read<T>(document, RecipePath.Root));
    }

    /// <summary>Where the document's relative paths start: its own folder.</summary>
    public static DataContext Context(string path) => new(Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>Does what a verb does with the document of a file: a refusal that names no file names this one.</summary>
    public static async Task<int> NamedAsync(string file, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (RecipeException refusal) when (refusal.File is null)
        {
            throw refusal.In(file);
        }
    }

    private static T Named<T>(string source, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RecipeException refusal)
        {
            throw refusal.In(source);
        }
    }
}
