using System.Text.Json.Nodes;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>A change of a document as a document: RFC 7396 (JSON merge patch) over the typed canonical form.</summary>
/// <remarks>
/// It differs from the RFC where unions need it. Another member of a union replaces what stood there whole; the same member merges option by option; a bare
/// name is the member with all its defaults and replaces whole, even the same member, while <c>{ name: {} }</c> over the same member changes nothing. Arrays
/// are replaced whole. <c>null</c> restores an option's default and takes an entry of a map away. Ranges are checked when the result is read.
/// </remarks>
public static class Patch
{
    /// <summary>The canonical document that <paramref name="patch"/> makes of <paramref name="canonical"/>, which stays as it was.</summary>
    /// <param name="type">The type of the document, as declared.</param>
    /// <param name="canonical">A document as <see cref="SpecWriter.Write"/> makes it.</param>
    /// <param name="patch">The change.</param>
    /// <param name="at">Where the patch stands, for messages.</param>
    /// <exception cref="RecipeException">The patch names what does not exist, has a wrong type or can't be applied to what stands there.</exception>
    public static JsonNode Apply(Type type, JsonNode canonical, JsonNode patch, RecipePath at) => SpecTypes.Of(type).Apply(canonical, patch, at);

    /// <summary>The value that <paramref name="patch"/> makes of <paramref name="value"/>, validated.</summary>
    /// <exception cref="RecipeException">The patch can't be applied, or its result makes no sense.</exception>
    public static T Apply<T>(T value, JsonNode patch, RecipePath at)
        where T : notnull => SpecReader.Read<T>(Apply(typeof(T), SpecWriter.Write(value), patch, at), at);

    /// <summary>The smallest patch by which <see cref="Apply(Type, JsonNode, JsonNode, RecipePath)"/> makes <paramref name="to"/> of <paramref name="from"/>, both canonical.</summary>
    public static JsonNode Difference(Type type, JsonNode from, JsonNode to) => SpecTypes.Of(type).Difference(from, to);

    /// <summary>The smallest patch that makes <paramref name="to"/> of <paramref name="from"/>.</summary>
    /// <exception cref="RecipeException">A value holds a spec that has no name.</exception>
    public static JsonNode Difference<T>(T from, T to)
        where T : notnull => Difference(typeof(T), SpecWriter.Write(from), SpecWriter.Write(to));

    /// <summary>What <paramref name="patch"/> sets when it is applied to <paramref name="canonical"/>, place by place.</summary>
    /// <remarks>What is replaced whole (a list, another member of a union) is one leaf. Feed two patches' leaves to <see cref="PatchConflict.Find"/>.</remarks>
    /// <exception cref="RecipeException">The patch can't be applied.</exception>
    public static IReadOnlyList<PatchLeaf> Leaves(Type type, JsonNode canonical, JsonNode patch, RecipePath at) =>
        [.. SpecTypes.Of(type).Leaves(canonical, patch, at)];
}
