using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>Keeps the variants that somebody asked for by name.</summary>
internal static class VariantChoice
{
    public static IReadOnlyList<StudyVariant> Of(IReadOnlyList<StudyVariant> variants, IReadOnlyList<string>? only)
    {
        if (only is not { Count: > 0 })
        {
            return variants;
        }

        foreach (string name in only)
        {
            if (!variants.Any(variant => variant.Key.Name == name))
            {
                throw new RecipeException(
                    "unknown-variant", "--only", $"no variant '{name}'{Suggestion.For(name, variants.Select(variant => variant.Key.Name))}; the study has {string.Join(", ", variants.Select(variant => variant.Key.Name))}");
            }
        }

        return [.. variants.Where(variant => only.Contains(variant.Key.Name, StringComparer.Ordinal))];
    }
}
