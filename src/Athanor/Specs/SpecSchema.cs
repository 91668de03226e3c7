using System.Text.Json.Nodes;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>The JSON Schema (draft 2020-12) of a document, by which editors complete and check it.</summary>
/// <remarks>
/// It is drawn from the model that reads documents, so it knows every member of every loaded assembly, the compact forms and the defaults. Descriptions are the
/// summaries of the XML file beside an assembly. Ranges that a spec checks itself are not in it.
/// </remarks>
public static class SpecSchema
{
    /// <summary>The schema of <paramref name="type"/>.</summary>
    /// <param name="type">A spec, as declared.</param>
    /// <param name="title">What the document is, for people.</param>
    /// <exception cref="RecipeException">Two types claim one name in one family.</exception>
    public static JsonObject Of(Type type, string title)
    {
        var builder = new SchemaBuilder();
        JsonObject root = SpecTypes.Of(type).Schema(builder);
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", title);
        root["$defs"] = builder.Definitions;
        return root;
    }
}
