using Athanor.Data;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Evaluation;

/// <summary>Predictions as a table for other programs: a row a sample, the same columns in CSV, JSON and Parquet.</summary>
/// <remarks>
/// <para><c>index</c>, then by task: <c>class</c>, <c>label</c> and <c>probability</c> (of that class); of several yes-or-no questions <c>yes_i</c> and <c>probability_i</c>
/// (of yes); of a regression <c>value</c> (or <c>value_i</c>). <c>target</c> where the answer is known.</para>
/// <para>On request <c>p_label</c> for every class, and <c>logit_label</c>, <c>logit</c> or <c>output</c>: what the model gave before anything was applied.</para>
/// </remarks>
public static class PredictionTable
{
    /// <summary>The table.</summary>
    /// <param name="predictions">What a model said.</param>
    /// <param name="columns">What stands beside the answers; nothing where null.</param>
    /// <param name="samples">The samples that were asked of: their index and target, where they have them, become columns; null for neither.</param>
    /// <exception cref="RecipeException"><c>no-table</c>: a sample's answer has places of its own (a class for each time step), so a row can't hold it.</exception>
    public static ColumnTable Of(Predictions predictions, PredictionColumns? columns = null, Dataset? samples = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        columns ??= new PredictionColumns();
        if (predictions.Logits.dim() > 2)
        {
            throw new RecipeException("no-table", "", $"a sample's answer is [{string.Join(", ", predictions.Logits.shape.Skip(1))}], which a row can't hold; use the library's Predictor");
        }

        using DisposeScope scope = NewDisposeScope();
        Batch? all = samples?.Gather(arange(samples.Count, ScalarType.Int64));
        List<DataColumn> table = [new DataColumn("index", all?.SampleIndex is { } index ? Whole(index) : EpochOrder.Sequence(predictions.Count))];
        string[] names = Names(predictions.Task);
        table.AddRange(predictions.Task switch
        {
            { Kind: TaskKind.Regression } => Numbered("value", predictions.Values!, names),
            { Kind: TaskKind.Binary, Outputs: > 1 } => Questions(predictions, names),
            _ => Classes(predictions, names),
        });
        if (all?.Find(BatchFields.Target) is { } target && target.numel() == predictions.Count)
        {
            table.Add(predictions.Task.Kind == TaskKind.Regression ? new DataColumn("target", Real(target)) : new DataColumn("target", Whole(target)));
        }

        if (columns.Probabilities && predictions.Probabilities is { } probabilities && predictions.Task is not { Kind: TaskKind.Binary, Outputs: > 1 })
        {
            table.AddRange(Each("p", predictions.Task.Kind == TaskKind.Binary ? BothSides(probabilities) : probabilities, names));
        }

        if (columns.Logits)
        {
            string name = predictions.Task.Kind == TaskKind.Regression ? "output" : "logit";
            table.AddRange(predictions.Task.Kind == TaskKind.MultiClass ? Each(name, predictions.Logits, names) : Numbered(name, predictions.Logits, names));
        }

        return new ColumnTable(table);
    }

    private static IEnumerable<DataColumn> Classes(Predictions predictions, string[] names)
    {
        long[] classes = Whole(predictions.Classes!);
        Tensor probabilities = predictions.Task.Kind == TaskKind.Binary ? BothSides(predictions.Probabilities!) : predictions.Probabilities!;
        yield return new DataColumn("class", classes);
        yield return new DataColumn("label", [.. classes.Select(c => names[c])]);
        yield return new DataColumn("probability", Real(probabilities.gather(1, predictions.Classes!.reshape(-1, 1))));
    }

    private static IEnumerable<DataColumn> Questions(Predictions predictions, string[] names)
    {
        for (int i = 0; i < predictions.Task.Outputs; i++)
        {
            yield return new DataColumn($"yes_{names[i]}", Whole(predictions.Classes!.select(1, i)));
            yield return new DataColumn($"probability_{names[i]}", Real(predictions.Probabilities!.select(1, i)));
        }
    }

    /// <summary>One column by the name alone where there is one output, else one for each.</summary>
    private static IEnumerable<DataColumn> Numbered(string name, Tensor values, string[] names) =>
        values.numel() == values.shape[0] ? [new DataColumn(name, Real(values))] : Each(name, values, names);

    private static IEnumerable<DataColumn> Each(string name, Tensor values, string[] names) =>
        Enumerable.Range(0, (int)values.shape[1]).Select(i => new DataColumn($"{name}_{(i < names.Length ? names[i] : $"{i}")}", Real(values.select(1, i))));

    /// <summary>The probabilities of no and of yes, [samples, 2].</summary>
    private static Tensor BothSides(Tensor yes)
    {
        Tensor flat = yes.reshape(-1, 1);
        return cat([1 - flat, flat], 1);
    }

    /// <summary>What the classes or outputs are called: by their names where they have such, all different, else by number.</summary>
    private static string[] Names(TaskInfo task)
    {
        long count = task is { Kind: TaskKind.Binary, Outputs: 1 } ? 2 : task.Outputs;
        return task.ClassNames.Count == count && task.ClassNames.Distinct(StringComparer.Ordinal).Count() == count
            ? [.. task.ClassNames]
            : [.. Enumerable.Range(0, checked((int)count)).Select(i => $"{i}")];
    }

    private static float[] Real(Tensor values) => HostTensor.Values<float>(values.reshape(-1).to_type(ScalarType.Float32).contiguous()).ToArray();

    private static long[] Whole(Tensor values) => HostTensor.Values<long>(values.reshape(-1).to_type(ScalarType.Int64).contiguous()).ToArray();
}
