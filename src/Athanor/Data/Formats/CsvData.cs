using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Formats;

/// <summary>Samples in the rows of a CSV file (plain or .gz): one column is the target, the others are numbers to learn from. Inputs [features].</summary>
/// <remarks>
/// Nothing is guessed into the data: a missing value (empty, NA, NaN, null, ?), a feature that is no number, a row of another width and a label out of range are refused
/// with row (the line of the file, from 1) and column.
/// </remarks>
[Spec("csv")]
public sealed record CsvData : DataSpec
{
    /// <summary>The file. Has no default that would serve: without it, loading is refused.</summary>
    public string Path { get; init; } = "";

    /// <summary>The target's column: its name in the header, or its number from 1. Default: the last.</summary>
    public string Target { get; init; } = "";

    /// <summary>
    /// What is asked. Default null: names are classes, whole numbers 0 … K − 1 that all occur (K at most 100) are classes, two classes are yes or no; else a regression.
    /// </summary>
    public TaskKind? Task { get; init; }

    /// <summary>How many classes there are: a label at or above it is refused. Default null: one more than the largest label, or as many as there are names.</summary>
    public int? Classes { get; init; }

    /// <summary>What separates columns: one ASCII character, or a tab. Default a comma.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>Whether the first row holds the columns' names. Default null: it does if none of its fields is a number.</summary>
    public bool? Header { get; init; }

    /// <summary>Shape of one sample's inputs, such as [1, 8, 8] for pixels in row order. Default: [features].</summary>
    public ValueList<long> InputShape { get; init; } = [];

    /// <summary>Multiplies the features. Default 1.</summary>
    public double Scale { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files(DataContext context) => Path.Length == 0 ? [] : [context.Resolve(Path)];

    /// <inheritdoc/>
    public override DataSource Load(DataContext context) => Load(context, context.At.Key("csv"));

    internal DataSource Load(DataContext context, RecipePath at)
    {
        ValidateSelf(at);
        DataFile file = DataFile.Of(Path, context, at.Key("path"));
        CsvTable table = CsvTable.Read(file, this, (names, _) => CsvColumns.OfTraining(names, this, file, at), context.Cancellation);
        CsvTarget target = CsvTarget.Read(table, Task, Classes);
        ValueList<long> shape = InputShape.Count > 0 ? InputShape : [table.FeatureCount];
        if (shape.Aggregate(1L, (a, b) => a * b) != table.FeatureCount)
        {
            throw at.Refusal("shape-mismatch", $"{shape} does not hold the {table.FeatureCount} features of a row", nameof(InputShape));
        }

        return new DataSource(
            new TaskInfo(target.Kind, shape, target.Kind == TaskKind.MultiClass ? Math.Max(Classes ?? 0, target.ClassNames.Length) : 1)
            {
                ClassNames = [.. target.ClassNames],
                FeatureNames = table.FeatureNames,
                TargetName = table.TargetName,
            },
            ToDataset(table, shape, target.Kind, target.Values));
    }

    /// <summary>The rows as samples, with their targets where <paramref name="targets"/> holds them.</summary>
    internal static TensorDataset ToDataset(CsvTable table, ValueList<long> shape, TaskKind kind, double[]? targets)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor inputs = HostTensor.Of<float>(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(table.Features), ScalarType.Float32, [table.Rows, .. shape]);
        if (targets is null)
        {
            return new TensorDataset([new(BatchFields.Inputs, inputs)]);
        }

        Tensor values = HostTensor.Of<double>(targets, ScalarType.Float64, targets.Length);
        return new TensorDataset(inputs, kind == TaskKind.MultiClass ? values.to_type(ScalarType.Int64) : values.to_type(ScalarType.Float32).unsqueeze(1));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Separator.Length == 1 && Separator[0] is '\t' or (>= ' ' and <= '~' and not '"'), $"'{Separator}' is not one ASCII character that can separate", nameof(Separator));
        at.AtLeast(Classes ?? 2, 2, nameof(Classes));
        at.Require(double.IsFinite(Scale) && Scale != 0, $"{Scale} scales nothing; give a finite number other than 0", nameof(Scale));
        foreach (long axis in InputShape)
        {
            at.AtLeast(axis, 1, nameof(InputShape));
        }
    }
}
