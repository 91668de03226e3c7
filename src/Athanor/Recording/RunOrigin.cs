using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Recording;

/// <summary>What a run's result depends on beside its recipe: the files that it reads, and what computes.</summary>
internal static class RunOrigin
{
    private const string Data = "data";
    private const string Build = "build";

    /// <summary>Names of <see cref="RunEnvironment"/>, in whose absence from this list a difference changes no number.</summary>
    private static readonly string[] Computing = ["athanor", Build, "libtorch", "torchsharp", "architecture", "cpuCapability"];

    /// <summary>The origin of a run that is begun here, as names and values beside <see cref="RunEnvironment.Describe"/>.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(Recipe recipe, DataContext context) =>
    [
        (Build, typeof(RunOrigin).Assembly.ManifestModule.ModuleVersionId.ToString("N")),
        (Data, ContentHash.Of(new JsonArray([.. recipe.Data.Files(context).Select(file => (JsonNode)ContentHash.OfFile(file))]))),
    ];

    /// <summary>Refuses to go on with a run, or to report it, where the files have changed since it began.</summary>
    /// <exception cref="RecipeException"><c>data-changed</c>.</exception>
    public static void RefuseOtherData(RunRecord run, Recipe recipe, DataContext context)
    {
        if (Recorded(run).TryGetValue(Data, out string? then) && Here(recipe, context)[Data] != then)
        {
            throw new RecipeException(
                "data-changed", "data", $"the files that the recipe reads are not those of run '{run.Id}'; put them back, or train anew without --resume");
        }
    }

    /// <summary>What computes otherwise here than where the run began, in words.</summary>
    public static IEnumerable<string> Differences(RunRecord run, Recipe recipe, DataContext context)
    {
        Dictionary<string, string> then = Recorded(run);
        Dictionary<string, string> now = Here(recipe, context);
        return Computing
            .Where(name => then.TryGetValue(name, out string? was) && was != now[name])
            .Select(name => name == Build ? "the run began with another build of athanor" : $"the run began with {name} {then[name]}, this is {now[name]}")
            .Take(1);
    }

    private static Dictionary<string, string> Here(Recipe recipe, DataContext context) =>
        RunEnvironment.Describe().Concat(Of(recipe, context)).ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    private static Dictionary<string, string> Recorded(RunRecord run) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(run.Start.EnvironmentJson) ?? [];
}
