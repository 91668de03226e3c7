using System.Globalization;
using Athanor.Specs;

namespace Athanor.Data.Formats;

/// <summary>Samples for a model that has learned already, from a file of the kinds that it may have learned from: CSV or IDX.</summary>
internal static class SampleFile
{
    private static readonly string[] TextEndings = [".csv", ".tsv", ".txt", ".data"];

    /// <summary>Reads the samples, with their targets where the file (or <paramref name="labels"/>, for IDX) holds them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The file of the labels, for IDX; null for none.</param>
    /// <param name="trained">What the model learned from: says how a file of that kind is written.</param>
    /// <param name="task">What is asked of the model.</param>
    /// <param name="context">Where relative paths start.</param>
    /// <exception cref="RecipeException">The file can't be read, or holds other samples than the model learned from.</exception>
    public static DataSource Read(string path, string? labels, DataSpec trained, TaskInfo task, DataContext context)
    {
        DataFile file = DataFile.Of(path, context, context.At);
        if (IsIdx(file))
        {
            return Idx(file, labels, trained, task, context);
        }

        context.At.Require(labels is null, $"{path} is no IDX file: its target is a column of its own, so labels need no file");
        return Csv(file, trained, task, context);
    }

    private static bool IsIdx(DataFile file)
    {
        string name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(file.Name) : file.Name;
        return !TextEndings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) && file.Read(stream =>
        {
            Span<byte> first = stackalloc byte[2];
            return stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first is [0, 0];
        });
    }

    private static DataSource Csv(DataFile file, DataSpec trained, TaskInfo task, DataContext context)
    {
        CsvData spec = trained switch { CsvData csv => csv, DigitsData digits => digits.File, _ => new CsvData() };
        CsvTable table = CsvTable.Read(file, spec, (names, header) => CsvColumns.OfTrained(names, header, spec, task, file), context.Cancellation);
        string[] classes = Classes(task);
        double[]? targets = table.TargetColumn < 0 ? null : [.. table.Targets.Select((target, row) => Value(table, target, row, task, classes))];
        return new DataSource(task, CsvData.ToDataset(table, task.InputShape, task.Kind, targets));
    }

    /// <summary>What the classes are called; those without names by their numbers.</summary>
    private static string[] Classes(TaskInfo task) => task.ClassNames.Count > 0 || task.Kind == TaskKind.Regression
        ? [.. task.ClassNames]
        : [.. Enumerable.Range(0, task.Kind == TaskKind.Binary ? 2 : checked((int)task.Outputs)).Select(i => $"{i}")];

    /// <summary>A target as a class's index or a number.</summary>
    private static double Value(CsvTable table, string target, int row, TaskInfo task, string[] classes)
    {
        bool isNumber = double.TryParse(target, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        if (task.Kind == TaskKind.Regression)
        {
            return isNumber && float.IsFinite((float)number) ? number : throw table.TargetRefusal("not-a-number", row, $"'{target}' is not a finite number");
        }

        int index = Array.IndexOf(classes, isNumber && number == Math.Floor(number) && Math.Abs(number) < int.MaxValue ? $"{(int)number}" : target);
        return index >= 0 ? index : throw table.TargetRefusal(
            "label-out-of-range", row, $"'{target}' is none of the model's classes{Suggestion.For(target, classes)}; they are {string.Join(", ", classes.Take(20))}");
    }

    private static DataSource Idx(DataFile file, string? labels, DataSpec trained, TaskInfo task, DataContext context)
    {
        double scale = trained is IdxData idx ? idx.Scale : new IdxData().Scale;
        IdxArray images = IdxArray.Read(file, fewestAxes: 3, mostAxes: 4, context.Cancellation);
        ValueList<long> shape = [.. IdxData.ImageShape(images)];
        if (!shape.SequenceEqual(task.InputShape))
        {
            throw file.Refusal("shape-mismatch", $"its images are {shape}; the model learned from {task.InputShape}");
        }

        IdxArray? answers = null;
        if (labels is not null)
        {
            DataFile labelFile = DataFile.Of(labels, context, context.At);
            answers = IdxArray.Read(labelFile, fewestAxes: 1, mostAxes: 1, context.Cancellation);
            IdxData.RefuseOtherLabels(labelFile, answers, images, file.Name, checked((int)task.Outputs));
        }

        return new DataSource(task, IdxData.ToDataset(images, answers, scale));
    }
}
