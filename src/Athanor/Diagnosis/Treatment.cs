using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Diagnosis;

/// <summary>A remedy: a change of the recipe, with the reason for it.</summary>
/// <param name="Name">In kebab-case: <c>batch-norm</c>.</param>
/// <param name="Reason">Why it may help, in one sentence.</param>
/// <param name="Term">The page of the glossary that says more, by a name that <c>athanor terms</c> knows.</param>
/// <param name="Change">The changed recipe, or null where there is nothing for it to change.</param>
public sealed record Treatment(string Name, string Reason, string Term, Func<Recipe, Recipe?> Change)
{
    /// <summary>The recipe with the remedy, or null where it has nothing to change: it is there already, there is no place for it, or what comes of it makes no sense.</summary>
    public Recipe? Apply(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Change(recipe) is { } changed && changed.Fingerprint() != recipe.Fingerprint() && MakesSense(changed) ? changed : null;
    }

    private static bool MakesSense(Recipe recipe)
    {
        try
        {
            SpecValidator.Check(recipe, RecipePath.Root);
            return true;
        }
        catch (RecipeException)
        {
            return false;
        }
    }
}
