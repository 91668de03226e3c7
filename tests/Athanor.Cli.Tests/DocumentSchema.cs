using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Athanor.Cli.Tests;

/// <summary>Holds documents to the schemas of <c>docs/json</c>.</summary>
internal static class DocumentSchema
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    public static void Accepts(string verb, JsonNode document)
    {
        EvaluationResults results = Load(verb).Evaluate(JsonSerializer.SerializeToElement(document), Options);

        Assert.True(results.IsValid, string.Join('\n', Errors(results)) + "\n" + document.ToJsonString());
    }

    public static void Refuses(string verb, JsonNode document) =>
        Assert.False(Load(verb).Evaluate(JsonSerializer.SerializeToElement(document), Options).IsValid, document.ToJsonString());

    public static IEnumerable<string> Verbs => Directory.EnumerateFiles(Folder, "*.schema.json").Select(path => Path.GetFileName(path).Split('.')[0]);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "json");

    private static JsonSchema Load(string verb) => JsonSchema.FromText(File.ReadAllText(Path.Combine(Folder, $"{verb}.schema.json")));

    private static IEnumerable<string> Errors(EvaluationResults results) =>
        (results.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
            .Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Select(error => $"{error.Key} {error.Value}"))}");
}
