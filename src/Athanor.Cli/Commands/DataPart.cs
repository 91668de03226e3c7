using System.CommandLine;
using Athanor.Data;
using Athanor.Specs;
using Athanor.Training;

namespace Athanor.Cli.Commands;

/// <summary>A part of the recipe's own data: <c>--part test</c>.</summary>
internal static class DataPart
{
    public static Option<string?> Option() => new("--part")
    {
        Description = "A part of the recipe's own data: train, validation or test. Default: test, or what there is.",
        HelpName = "part",
    };

    public static (string Name, Dataset Samples) Of(DataSplit data, string? part)
    {
        (string Name, Dataset? Samples)[] parts = [(MetricNames.Test, data.Test), (MetricNames.Validation, data.Validation), (MetricNames.Train, data.Training)];
        if (part is null)
        {
            (string name, Dataset? samples) = parts.First(each => each.Samples is not null);
            return (name, samples!);
        }

        string[] names = [.. parts.Where(each => each.Samples is not null).Select(each => each.Name)];
        return parts.FirstOrDefault(each => each.Name == part) is (string known, Dataset found)
            ? (known, found)
            : throw new RecipeException(UsageError.Code, "--part", $"there is no part '{part}'{Suggestion.For(part, names)}; there are {string.Join(", ", names)}");
    }
}
