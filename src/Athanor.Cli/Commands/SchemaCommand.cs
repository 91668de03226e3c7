using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor schema</c>: the JSON Schema by which editors complete and check recipes.</summary>
internal sealed class SchemaCommand : Verb
{
    private static readonly JsonSerializerOptions Indented = new(JsonContracts.Options) { WriteIndented = true };

    private static readonly (string Name, Func<JsonObject> Schema)[] Documents =
    [
        ("recipe", () => SpecSchema.Of(typeof(Recipe), "A recipe of Athanor")),
        ("study", () => SpecSchema.Of(typeof(StudyDocument), "A study of Athanor")),
    ];

    private readonly Argument<string?> _document;

    public SchemaCommand()
        : base("schema", "Prints the JSON Schema of a recipe or a study.") =>
        _document = With(new Argument<string?>("document")
        {
            Description = "recipe (the default) or study.",
            HelpName = "document",
            Arity = ArgumentArity.ZeroOrOne,
        });

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        string name = arguments.GetValue(_document) ?? Documents[0].Name;
        JsonObject schema = Documents.FirstOrDefault(each => each.Name == name).Schema?.Invoke() ?? throw new RecipeException(
            UsageError.Code, "document", $"there is no schema of '{name}'{Suggestion.For(name, Documents.Select(each => each.Name))}; there are recipe and study");
        if (context.Json)
        {
            context.Output.Document(schema);
        }
        else
        {
            context.Output.Line(schema.ToJsonString(Indented));
        }

        return Task.FromResult(ExitCodes.Done);
    }
}
