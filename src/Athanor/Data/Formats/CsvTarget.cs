using System.Globalization;

namespace Athanor.Data.Formats;

/// <summary>What a CSV's target column asks, and its values: classes by index, yes or no as 1 or 0, or numbers.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Values">One a row.</param>
/// <param name="ClassNames">The classes' names; none for a regression.</param>
internal sealed record CsvTarget(TaskKind Kind, double[] Values, string[] ClassNames)
{
    private const int MostGuessedClasses = 100;

    /// <summary>Reads the column as <paramref name="task"/>, or as what it looks like where that is null.</summary>
    public static CsvTarget Read(CsvTable table, TaskKind? task, int? classes)
    {
        double?[] numbers = [.. table.Targets.Select(Number)];
        int texts = numbers.Count(n => n is null);
        if (texts == numbers.Length || (texts > 0 && task is TaskKind.Binary or TaskKind.MultiClass))
        {
            return task == TaskKind.Regression
                ? throw NotANumber(table, 0)
                : Named(table, task, classes);
        }

        if (texts > 0)
        {
            throw NotANumber(table, Array.FindIndex(numbers, n => n is null));
        }

        double[] values = [.. numbers.Select(n => n!.Value)];
        TaskKind kind = task ?? Guessed(values, classes);
        return kind == TaskKind.Regression ? Regression(table, values) : Numbered(table, values, kind, classes);
    }

    private static CsvTarget Regression(CsvTable table, double[] values)
    {
        int wrong = Array.FindIndex(values, v => !float.IsFinite((float)v));
        return wrong < 0
            ? new CsvTarget(TaskKind.Regression, values, [])
            : throw table.TargetRefusal("not-a-number", wrong, $"{table.Targets[wrong]} is not finite as a 32-bit number");
    }

    /// <summary>Classes where the values are 0 … K − 1 and each occurs, or where a number of classes is given; else numbers.</summary>
    private static TaskKind Guessed(double[] values, int? classes)
    {
        double[] distinct = [.. values.Distinct().Order()];
        bool areIndices = distinct.Length is > 1 and <= MostGuessedClasses && distinct.Select((v, i) => v == i).All(same => same);
        return classes is null && !areIndices ? TaskKind.Regression : Classification(classes ?? distinct.Length);
    }

    private static CsvTarget Named(CsvTable table, TaskKind? task, int? classes)
    {
        string[] names = [.. table.Targets.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        TaskKind kind = task ?? Classification(classes ?? names.Length);
        int most = kind == TaskKind.Binary ? 2 : classes ?? int.MaxValue;
        if (names.Length > most)
        {
            string[] first = [.. table.Targets.Distinct(StringComparer.Ordinal).Take(most)];
            int wrong = table.Targets.FindIndex(name => !first.Contains(name, StringComparer.Ordinal));
            throw table.TargetRefusal("label-out-of-range", wrong, $"'{table.Targets[wrong]}' would be class {most + 1} of {most}");
        }

        Dictionary<string, double> index = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => (double)p.i, StringComparer.Ordinal);
        return new CsvTarget(kind, [.. table.Targets.Select(name => index[name])], names);
    }

    private static CsvTarget Numbered(CsvTable table, double[] values, TaskKind kind, int? classes)
    {
        double end = kind == TaskKind.Binary ? 2 : classes ?? double.PositiveInfinity;
        int wrong = Array.FindIndex(values, v => v < 0 || v != Math.Floor(v) || v >= end || v > int.MaxValue - 1);
        if (wrong >= 0)
        {
            string range = double.IsFinite(end) ? $"with {end} classes labels are 0 … {end - 1}" : "labels are whole numbers from 0";
            throw table.TargetRefusal("label-out-of-range", wrong, $"label {table.Targets[wrong]} is out of range; {range}");
        }

        int count = double.IsFinite(end) ? (int)end : (int)values.Max() + 1;
        return new CsvTarget(kind, values, [.. Enumerable.Range(0, count).Select(c => c.ToString(CultureInfo.InvariantCulture))]);
    }

    private static TaskKind Classification(int classes) => classes == 2 ? TaskKind.Binary : TaskKind.MultiClass;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static Athanor.Specs.RecipeException NotANumber(CsvTable table, int row) =>
        table.TargetRefusal("not-a-number", row, $"'{table.Targets[row]}' is not a number; for classes by name say task: multi-class");
}
