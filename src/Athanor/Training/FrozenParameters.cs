using System.IO.Enumeration;
using Athanor.Specs;
using static TorchSharp.torch.nn;

namespace Athanor.Training;

/// <summary>Keeps the parameters that a recipe freezes from being trained.</summary>
internal static class FrozenParameters
{
    private const char Separator = '.';

    /// <summary>Takes the gradient from what <see cref="Recipe.Frozen"/> names.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="module">Its model.</param>
    /// <param name="allowsAll">Whether a model of which nothing is left to train is let through.</param>
    /// <exception cref="RecipeException">A pattern names no parameter, or all are frozen.</exception>
    public static void Freeze(Recipe recipe, Module module, bool allowsAll)
    {
        if (recipe.Frozen.Count == 0)
        {
            return;
        }

        (string name, TorchSharp.Modules.Parameter parameter)[] parameters = [.. module.named_parameters()];
        for (int i = 0; i < recipe.Frozen.Count; i++)
        {
            string pattern = recipe.Frozen[i];
            TorchSharp.Modules.Parameter[] named = [.. parameters.Where(each => Names(pattern, each.name)).Select(each => each.parameter)];
            if (named.Length == 0)
            {
                throw RecipePath.Root.Key("frozen").Item(i).Refusal("unknown-parameter", $"'{pattern}' names no parameter of the model{Known(pattern, [.. parameters.Select(each => each.name)])}");
            }

            foreach (TorchSharp.Modules.Parameter parameter in named)
            {
                parameter.requires_grad = false;
            }
        }

        RecipePath.Root.Require(allowsAll || parameters.Any(each => each.parameter.requires_grad), "every parameter is frozen, so there is nothing to train; leave some out", nameof(Recipe.Frozen));
    }

    /// <summary>A name of a parameter, or of a module that holds it, with * and ? for any letters.</summary>
    private static bool Names(string pattern, string parameter)
    {
        for (int end = parameter.Length; end > 0; end = parameter.LastIndexOf(Separator, end - 1))
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, parameter.AsSpan(0, end), ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }

    private static string Known(string pattern, IReadOnlyList<string> names) => names.Count == 0
        ? ", which has none"
        : Suggestion.For(pattern, names.Concat(names.Where(name => name.Contains(Separator, StringComparison.Ordinal)).Select(name => name[..name.LastIndexOf(Separator)]))) is { Length: > 0 } nearest
            ? nearest
            : $"; they are {string.Join(", ", names.Take(4))}{(names.Count > 4 ? ", …" : "")}";
}
