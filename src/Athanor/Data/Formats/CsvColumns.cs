using System.Globalization;
using Athanor.Specs;

namespace Athanor.Data.Formats;

/// <summary>What the columns of a CSV file are for.</summary>
/// <param name="Features">The columns of the features, from 0, in the order in which a model reads them.</param>
/// <param name="Target">The target's column, or −1 for none.</param>
internal sealed record CsvColumns(int[] Features, int Target)
{
    /// <summary>Columns to learn from: one is the target, all others are features in their order.</summary>
    public static CsvColumns OfTraining(string[] names, CsvData spec, DataFile file, RecipePath at)
    {
        if (names.Length < 2)
        {
            throw file.Refusal("too-few-columns", $"has one column; features and a target take two or more. Is '{spec.Separator}' the separator?");
        }

        int target = spec.Target.Length == 0 ? names.Length - 1 : Find(names, spec.Target);
        return target < 0
            ? throw at.Refusal("unknown-column", $"no column '{spec.Target}'; there are {Listed(names)}", nameof(spec.Target))
            : Beside(names.Length, target);
    }

    /// <summary>Columns for a model that has learned: found by the names of its features where both have names, else by their number. The target may be missing.</summary>
    public static CsvColumns OfTrained(string[] names, bool header, CsvData spec, TaskInfo task, DataFile file)
    {
        if (header && task.FeatureNames.Count > 0)
        {
            return ByName(names, task, file);
        }

        long features = task.InputShape.Aggregate(1L, (a, b) => a * b);
        int target = Find(names, spec.Target);
        return (names.Length - features) switch
        {
            0 => new CsvColumns([.. Enumerable.Range(0, names.Length)], -1),
            1 => Beside(names.Length, target < 0 ? names.Length - 1 : target),
            _ => throw file.Refusal(
                "shape-mismatch", $"has {names.Length} columns; the model reads {features} features {task.InputShape}, beside which a target may stand. Is '{spec.Separator}' the separator?"),
        };
    }

    private static CsvColumns ByName(string[] names, TaskInfo task, DataFile file)
    {
        string[] missing = [.. task.FeatureNames.Except(names, StringComparer.Ordinal)];
        if (names.Except(task.FeatureNames, StringComparer.Ordinal).FirstOrDefault(name => name != task.TargetName) is { } unknown)
        {
            throw file.Refusal("unknown-column", $"the model knows no column '{unknown}'{Suggestion.For(unknown, missing)}; it learned from {Listed([.. task.FeatureNames])}");
        }

        return missing.Length > 0
            ? throw file.Refusal("missing-column", $"no column '{missing[0]}', which the model learned from; there are {Listed(names)}")
            : new CsvColumns([.. task.FeatureNames.Select(name => Array.IndexOf(names, name))], Array.IndexOf(names, task.TargetName));
    }

    private static CsvColumns Beside(int columns, int target) => new([.. Enumerable.Range(0, columns).Where(column => column != target)], target);

    private static int Find(string[] names, string target)
    {
        int column = Array.IndexOf(names, target);
        return column < 0 && int.TryParse(target, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Length ? number - 1 : column;
    }

    private static string Listed(string[] names) => $"{string.Join(", ", names.Take(20))}{(names.Length > 20 ? ", …" : "")}";
}
