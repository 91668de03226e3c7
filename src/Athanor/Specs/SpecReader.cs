using System.Text.Json.Nodes;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>Makes a typed value of a document: unknown keys are refused, what is absent takes its default, and the whole is validated.</summary>
public static class SpecReader
{
    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="RecipeException">The file can't be used; it, the place and the mend are named.</exception>
    public static T Load<T>(string path)
        where T : notnull => Read<T>(DocumentReader.Load(path));

    /// <summary>Reads a document.</summary>
    /// <exception cref="RecipeException">The document does not fit <typeparamref name="T"/>; file, place and mend are named.</exception>
    public static T Read<T>(Document document)
        where T : notnull
    {
        try
        {
            return Read<T>(document.Root ?? new JsonObject(), RecipePath.Root);
        }
        catch (RecipeException refusal) when (document.File is not null && refusal.File is null)
        {
            throw refusal.In(document.File);
        }
    }

    /// <summary>Reads a part of a document.</summary>
    /// <param name="node">The part.</param>
    /// <param name="at">Where it stands, for messages.</param>
    /// <exception cref="RecipeException">The node does not fit <typeparamref name="T"/>.</exception>
    public static T Read<T>(JsonNode? node, RecipePath at)
        where T : notnull
    {
        SpecType type = SpecTypes.Of(typeof(T));
        object value = type.Read(node, at);
        type.Validate(value, at);
        return (T)value;
    }
}
