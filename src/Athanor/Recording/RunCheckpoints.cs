using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Recording;

/// <summary>The checkpoints that a run leaves in a folder beside its store: <c>final</c>, and <c>best</c> by the looks at the validation part.</summary>
/// <remarks>
/// Each is a folder of model.safetensors, with an average of the weights average.safetensors under the same names, and preprocessing.safetensors, whose bytes
/// depend on the recipe alone, recipe.json, task.json and metrics.json:
/// all that <see cref="Predictor"/> needs, so that a checkpoint serves without the data it learned from.
/// </remarks>
internal sealed class RunCheckpoints
{
    private readonly Recipe _recipe;
    private readonly string _folder;

    private readonly string _dataFolder;

    private RunCheckpoints(Recipe recipe, string folder, string dataFolder) => (_recipe, _folder, _dataFolder) = (recipe, folder, dataFolder);

    /// <summary>The checkpoints of a run, or null where the recipe or a store without a file keeps none.</summary>
    public static RunCheckpoints? Of(Recipe recipe, DataContext context, IRunStore store, string run) => recipe.Run.SaveCheckpoint && store.Path is { } file
        ? new RunCheckpoints(recipe, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "checkpoints", run), Path.GetFullPath(context.BaseFolder))
        : null;

    /// <summary>Writes what there is to keep: no final weights of a run that diverged, no best ones where they were restored and are the final ones.</summary>
    /// <returns>The folders' absolute paths, null for what was not written.</returns>
    public (string? Final, string? Best) Save(Trainer trainer, RunReport report)
    {
        using DisposeScope scope = NewDisposeScope();
        string? best = !_recipe.RestoreBest && trainer.Best is { } look ? Write("best", trainer.Data, look.Weights, look.Average, look.Step, look.Metrics) : null;
        string? final = report.Status == TrainingStatus.Diverged
            ? null
            : Write("final", trainer.Data, trainer.Session.Model.state_dict(), trainer.Session.Average, report.Steps, report.Metrics);
        return (final, best);
    }

    private string Write(
        string name, DataSplit data, IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor>? average, long step,
        IReadOnlyDictionary<string, double> metrics)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        SafeTensors.Write(Path.Combine(folder, CheckpointFiles.Weights), weights);
        if (average is not null)
        {
            SafeTensors.Write(Path.Combine(folder, CheckpointFiles.Average), average);
        }

        AtomicFile.WriteText(Path.Combine(folder, CheckpointFiles.Recipe), SpecWriter.ToJson(_recipe));
        AtomicFile.WriteText(Path.Combine(folder, CheckpointFiles.Task), SpecWriter.ToJson(CheckpointTask.Of(data.Task, _dataFolder)));
        SafeTensors.Write(Path.Combine(folder, CheckpointFiles.Preprocessing), data.Standardizer?.ToTensors() ?? new Dictionary<string, Tensor>(StringComparer.Ordinal));
        var values = new JsonObject(metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Key, Number(metric.Value))));
        AtomicFile.WriteText(Path.Combine(folder, CheckpointFiles.Metrics), new JsonObject { ["step"] = step, ["metrics"] = values }.ToJsonString());
        return folder;
    }

    private static JsonNode? Number(double value) =>
        double.IsFinite(value) ? value : value switch { double.PositiveInfinity => "Infinity", double.NegativeInfinity => "-Infinity", _ => "NaN" };
}
