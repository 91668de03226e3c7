using Athanor.Optimization;
using Athanor.Specs;

namespace Athanor.Training;

/// <summary>How metrics and messages call a recipe's average: <c>ema</c>, <c>swa</c>.</summary>
internal static class AverageName
{
    public static string Of(AverageSpec average) => SpecCatalog.NameOf(average.GetType()) ?? average.GetType().Name;

    /// <summary>The average's place in the recipe.</summary>
    public static RecipePath At(Recipe recipe) => RecipePath.Root.Key("average").Key(Of(recipe.Average));
}
