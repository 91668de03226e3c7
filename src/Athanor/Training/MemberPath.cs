using Athanor.Optimization;
using Athanor.Specs;

namespace Athanor.Training;

/// <summary>Where a recipe's chosen members stand, and what they are called: <c>schedule.cosine</c>, <c>average.ema</c>.</summary>
internal static class MemberPath
{
    /// <summary>How metrics call a recipe's average: <c>ema</c>, <c>swa</c>.</summary>
    public static string NameOf(AverageSpec average) => Name(average);

    public static RecipePath Average(Recipe recipe) => RecipePath.Root.Key("average").Key(Name(recipe.Average));

    public static RecipePath Schedule(Recipe recipe) => RecipePath.Root.Key("schedule").Key(Name(recipe.Schedule));

    private static string Name(Spec member) => SpecCatalog.NameOf(member.GetType()) ?? member.GetType().Name;
}
