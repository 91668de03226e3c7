using System.Text.RegularExpressions;

namespace Athanor.Specs.Typed;

/// <summary>Takes a path such as <c>model.mlp.hidden[0]</c> apart.</summary>
internal static partial class PathSyntax
{
    public static PathStep[] Parse(string path)
    {
        if (path.Length == 0)
        {
            return [];
        }

        Match match = Path().Match(path);
        if (!match.Success)
        {
            throw new RecipeException(ErrorCodes.BadSet, path, "is no path; write keys joined by points, and indexes in brackets: model.mlp.hidden[0]");
        }

        return [.. match.Groups["step"].Captures.Select(step =>
            step.Value[0] == '[' ? new PathStep(null, int.Parse(step.Value[1..^1])) : new PathStep(step.Value.TrimStart('.'), 0))];
    }

    [GeneratedRegex(@"\A(?<step>[^.\[\]=]+|\[[0-9]{1,9}\])(?<step>\.[^.\[\]=]+|\[[0-9]{1,9}\])*\z")]
    private static partial Regex Path();
}
