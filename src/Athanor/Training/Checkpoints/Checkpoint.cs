using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training.Checkpoints;

/// <summary>A checkpoint's folder whose every file was compared with its manifest: weights, recipe, metrics, and the training's state where it can be resumed.</summary>
/// <remarks>
/// Files: <c>manifest.json</c>, <c>model.safetensors</c>, <c>average.safetensors</c> where the recipe averages weights, <c>recipe.json</c>,
/// <c>metrics.json</c>; one that can be resumed has <c>optimizer.safetensors</c>, <c>state.safetensors</c> and <c>state.json</c> too.
/// </remarks>
public sealed class Checkpoint
{
    private readonly CheckpointManifest _manifest;

    private Checkpoint(string folder, CheckpointManifest manifest) => (Folder, _manifest) = (folder, manifest);

    /// <summary>The folder's absolute path.</summary>
    public string Folder { get; }

    /// <summary>Updates of the weights when it was written.</summary>
    public long Step => _manifest.Step;

    /// <summary>The fingerprint of the recipe that made it.</summary>
    public string Fingerprint => _manifest.Fingerprint;

    /// <summary>Whether it holds averaged weights beside the last ones.</summary>
    public bool HasAverage => _manifest.Has(CheckpointFiles.Average);

    /// <summary>Whether a training can go on from it; false for final weights and the best look's.</summary>
    public bool CanResume => _manifest.Has(CheckpointFiles.State);

    /// <summary>Opens a checkpoint and compares every file with the manifest, in constant memory.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="RecipeException"><c>bad-checkpoint</c>: there is none, or a file is missing, cut short or altered; folder and file are named.</exception>
    public static Checkpoint Open(string folder)
    {
        string full = Path.GetFullPath(folder);
        return new Checkpoint(full, CheckpointManifest.Verify(full));
    }

    /// <summary>What a checkpoint measured; of its files only that of the metrics is compared with the manifest.</summary>
    /// <exception cref="RecipeException"><c>bad-checkpoint</c>: manifest or metrics are missing or altered.</exception>
    internal static IReadOnlyDictionary<string, double> MetricsOf(string folder) =>
        new Checkpoint(folder, CheckpointManifest.Verify(folder, file => file == CheckpointFiles.Metrics)).ReadMetrics();

    /// <summary>The recipe that made it.</summary>
    /// <exception cref="RecipeException">It can't be read: it names what this program does not have.</exception>
    public Recipe ReadRecipe() => SpecReader.Load<Recipe>(Path.Combine(Folder, CheckpointFiles.Recipe));

    /// <summary>What was measured at <see cref="Step"/>, by name (<c>validation/loss</c>); empty where nothing was.</summary>
    /// <exception cref="RecipeException"><c>bad-checkpoint</c>: the file holds something else.</exception>
    public IReadOnlyDictionary<string, double> ReadMetrics()
    {
        try
        {
            var state = new SavedState { Values = Json(CheckpointFiles.Metrics)["metrics"] as JsonObject ?? [] };
            return new SortedDictionary<string, double>(state.Values.ToDictionary(entry => entry.Key, entry => state.Double(entry.Key)), StringComparer.Ordinal);
        }
        catch (ArgumentException error)
        {
            throw CheckpointManifest.Bad(Folder, CheckpointFiles.Metrics, "holds no metrics", error);
        }
    }

    /// <summary>Parameters and buffers by the module's names, on the CPU; they belong to the current dispose scope, or to the caller where there is none.</summary>
    /// <param name="average">The averaged weights instead of the last.</param>
    /// <exception cref="RecipeException"><c>bad-checkpoint</c>: there are no averaged weights; <c>bad-safetensors</c>: the file's bytes are no tensors.</exception>
    public IReadOnlyDictionary<string, Tensor> ReadWeights(bool average = false) => !average || HasAverage
        ? SafeTensors.Read(Path.Combine(Folder, average ? CheckpointFiles.Average : CheckpointFiles.Model))
        : throw CheckpointManifest.Bad(Folder, CheckpointFiles.Average, "is not there: the recipe averages no weights");

    /// <summary>The state of the whole training; its tensors belong to the current dispose scope.</summary>
    internal SavedState ReadState()
    {
        if (!CanResume)
        {
            throw CheckpointManifest.Bad(Folder, CheckpointFiles.State, "is not there: these are final weights, from which no training goes on");
        }

        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string file in CheckpointFiles.OfTensors.Where(_manifest.Has))
        {
            foreach ((string name, Tensor tensor) in SafeTensors.Read(Path.Combine(Folder, file)))
            {
                tensors.Add(CheckpointFiles.Prefix(file) + name, tensor);
            }
        }

        return new SavedState { Tensors = tensors, Values = Json(CheckpointFiles.State) };
    }

    private JsonObject Json(string file)
    {
        try
        {
            return JsonText.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        }
        catch (JsonException error)
        {
            throw CheckpointManifest.Bad(Folder, file, "is no JSON", error);
        }
    }
}
