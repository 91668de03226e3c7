using System.Globalization;
using Athanor.Specs;

namespace Athanor.Cli.Commands;

/// <summary>Reads <c>1.2,3.1,-0.5</c>.</summary>
internal static class LogitList
{
    public static double[] Parse(string text)
    {
        string[] parts = text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 0
            ? throw Refusal("holds no number; write --logits 2.5 or --logits 1.2,3.1,-0.5")
            : [.. parts.Select(part => double.TryParse(part.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value
                : throw Refusal($"'{part}' is not a finite number; write --logits 2.5 or --logits 1.2,3.1,-0.5"))];
    }

    private static RecipeException Refusal(string problem) => new(UsageError.Code, "--logits", problem);
}
