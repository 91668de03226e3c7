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

    private readonly Argument<SchemaOf> _document;

    public SchemaCommand()
        : base("schema", "Prints the JSON Schema of a recipe or a study.") =>
        _document = With(new Argument<SchemaOf>("document")
        {
            Description = "recipe (the default) or study.",
            HelpName = "document",
            Arity = ArgumentArity.ZeroOrOne,
        });

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        JsonObject schema = arguments.GetValue(_document) == SchemaOf.Study
            ? SpecSchema.Of(typeof(StudyDocument), "A study of Athanor")
            : SpecSchema.Of(typeof(Recipe), "A recipe of Athanor");
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

/// <summary>The documents that <c>schema</c> describes.</summary>
internal enum SchemaOf
{
    /// <summary>What <c>train</c> takes.</summary>
    Recipe,

    /// <summary>What <c>ablate</c> takes.</summary>
    Study,
}
