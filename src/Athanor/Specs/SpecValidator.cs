using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>Validates values that C# made, as reading validates those of documents.</summary>
public static class SpecValidator
{
    /// <summary>Validates <paramref name="value"/> and all that it holds, the parts before the whole.</summary>
    /// <typeparam name="T">The type as declared: for a family's base type the member's name becomes part of the path, as in a document.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="at">Where it stands, for messages.</param>
    /// <returns>The value.</returns>
    /// <exception cref="RecipeException">An option is outside its range, or null where nothing may be absent.</exception>
    public static T Check<T>(T value, RecipePath at)
        where T : notnull
    {
        SpecTypes.Of(typeof(T)).Validate(value, at);
        return value;
    }
}
