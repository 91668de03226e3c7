using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary><c>athanor schema</c>: the JSON Schema by which editors complete and check recipes.</summary>
internal sealed class SchemaCommand : Verb
{
    private static readonly JsonSerializerOptions Indented = new(JsonContracts.Options) { WriteIndented = true };

    public SchemaCommand()
        : base("schema", "Prints the JSON Schema of a recipe.")
    {
    }

    public override Task<int> RunAsync(ParseResult arguments, CommandContext context, CancellationToken cancellation)
    {
        JsonObject schema = SpecSchema.Of(typeof(Recipe), "A recipe of Athanor");
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
