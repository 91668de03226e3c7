using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>The variants of a study, from its components and designs.</summary>
public static class DesignExpansion
{
    /// <summary>The most variants that a factorial design may have.</summary>
    public const int MostVariants = 65_536;

    /// <summary>The variants of several designs over all components; see the other overload.</summary>
    public static IReadOnlyList<VariantKey> Expand(IReadOnlyList<ComponentDeclaration> components, params ReadOnlySpan<StudyDesign> designs)
    {
        var choices = new List<DesignChoice>();
        foreach (StudyDesign design in designs)
        {
            choices.Add(new DesignChoice(design));
        }

        return Expand(components, choices);
    }

    /// <summary>The variants in the order of the designs, each with its components in declared order; one that repeats an earlier one is left out.</summary>
    /// <param name="components">In declared order; none gives the baseline alone.</param>
    /// <param name="designs">One or more.</param>
    /// <exception cref="RecipeException">
    /// The first of: <c>duplicate-name</c>, <c>unknown-requirement</c>, <c>cycle</c> (also a component that requires itself), <c>unknown-component</c> and
    /// <c>missing-requirement</c> (a design over some components), <c>requirement-order</c> (cumulative only), <c>too-many-variants</c> (factorial only).
    /// </exception>
    public static IReadOnlyList<VariantKey> Expand(IReadOnlyList<ComponentDeclaration> components, IReadOnlyList<DesignChoice> designs)
    {
        ArgumentNullException.ThrowIfNull(designs);
        Requirements study = Requirements.Of(components);
        return [.. designs.SelectMany(choice => SetsOf(choice, study)).Distinct()];
    }

    private static IEnumerable<VariantKey> SetsOf(DesignChoice choice, Requirements study)
    {
        Requirements chosen = choice.Of is null ? study : study.Only(choice.Of);
        IEnumerable<ulong> sets = choice.Design switch
        {
            StudyDesign.Additive => Additive(chosen),
            StudyDesign.OneAtATime => OneAtATime(chosen),
            StudyDesign.LeaveOneOut => LeaveOneOut(chosen),
            StudyDesign.Cumulative => Cumulative(chosen),
            StudyDesign.Factorial => Factorial(chosen),
            _ => throw new ArgumentOutOfRangeException(nameof(choice), choice.Design, $"no design {choice.Design}"),
        };
        return sets.Select(chosen.Key);
    }

    private static IEnumerable<ulong> Additive(Requirements study) => [.. OneAtATime(study), study.All];

    private static IEnumerable<ulong> OneAtATime(Requirements study) => [0, .. Places(study).Select(c => 1UL << c).Where(study.IsValid)];

    private static IEnumerable<ulong> LeaveOneOut(Requirements study) =>
        [study.All, .. Places(study).Select(c => study.All & ~study.WithDependents(c))];

    private static IEnumerable<ulong> Cumulative(Requirements study)
    {
        foreach (int place in Places(study))
        {
            ulong early = study.DirectOf(place) & ~((1UL << place) - 1);
            if (early != 0)
            {
                ComponentDeclaration component = study.Components[place];
                string late = study.Key(early).Components[0];
                throw new RecipeException(
                    "requirement-order",
                    $"components.{component.Name}.requires[{component.Requires.ToList().IndexOf(late)}]",
                    $"the cumulative design adds '{component.Name}' before '{late}', which it requires; declare '{late}' first");
            }
        }

        return [0, .. Places(study).Select(c => (2UL << c) - 1)];
    }

    private static ulong[] Factorial(Requirements study) => study.ValidSets(MostVariants)
        ?? throw new RecipeException(
            "too-many-variants",
            "design",
            $"the factorial design of {study.Components.Count} components has more than {MostVariants} variants; cross fewer of them");

    private static IEnumerable<int> Places(Requirements study) => Enumerable.Range(0, study.Components.Count);
}
