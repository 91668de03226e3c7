using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>Writes typed values as documents.</summary>
public static class SpecWriter
{
    /// <summary>The canonical document: every option written out, keys of specs in ordinal order, entries of maps in theirs.</summary>
    /// <typeparam name="T">The type as declared: for a family's base type the value is written under its member's name.</typeparam>
    /// <exception cref="RecipeException">The value holds a spec that has no name.</exception>
    public static JsonNode Write<T>(T value)
        where T : notnull => SpecTypes.Of(typeof(T)).Write(value, fingerprint: false);

    /// <summary>The document without what the defaults say anyway; reading it gives the same value.</summary>
    /// <exception cref="RecipeException">The value holds a spec that has no name.</exception>
    public static JsonNode WriteCompact<T>(T value)
        where T : notnull => SpecTypes.Of(typeof(T)).Compact(Write(value));

    /// <summary>The canonical document as JSON text on one line, keys of maps sorted too.</summary>
    /// <exception cref="RecipeException">The value holds a spec that has no name.</exception>
    public static string ToJson<T>(T value)
        where T : notnull => CanonicalJson.ToText(Write(value));

    /// <summary>The document as YAML.</summary>
    /// <param name="value">The value.</param>
    /// <param name="compact">Whether to leave out what the defaults say anyway.</param>
    /// <exception cref="RecipeException">The value holds a spec that has no name.</exception>
    public static string ToYaml<T>(T value, bool compact = true)
        where T : notnull => YamlWriter.Write(compact ? WriteCompact(value) : Write(value));
}
