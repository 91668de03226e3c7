namespace Athanor.Specs;

/// <summary>The base of every value that a document can hold: an immutable record whose properties are its options, each with a stated default.</summary>
public abstract record Spec
{
    /// <summary>Refuses options that make no sense, with <paramref name="at"/> as the place. Called once the whole value is known.</summary>
    /// <exception cref="RecipeException">An option is outside its range.</exception>
    protected virtual void Validate(RecipePath at)
    {
    }

    internal void ValidateSelf(RecipePath at) => Validate(at);
}
