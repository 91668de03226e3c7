using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Persistence;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training.Checkpoints;

/// <summary>What is written as a checkpoint. The bytes and names of the safetensors files depend on the recipe alone.</summary>
internal sealed class CheckpointContent
{
    private readonly SortedDictionary<string, Action<Stream>> _files = new(StringComparer.Ordinal);
    private readonly long _step;
    private readonly string _fingerprint;

    /// <summary>A checkpoint without weights yet.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="task">What the data ask of the model.</param>
    /// <param name="standardizer">What was done to the inputs, or null.</param>
    /// <param name="step">Updates done.</param>
    /// <param name="metrics">What was measured at this step.</param>
    public CheckpointContent(Recipe recipe, CheckpointTask task, Standardizer? standardizer, long step, IReadOnlyDictionary<string, double> metrics)
    {
        (_step, _fingerprint) = (step, recipe.Fingerprint());
        var values = new JsonObject(metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Key, CanonicalJson.Number(metric.Value))));
        Add(CheckpointFiles.Recipe, SpecWriter.ToJson(recipe));
        Add(CheckpointFiles.Task, SpecWriter.ToJson(task));
        Add(CheckpointFiles.Metrics, new JsonObject { ["step"] = step, ["metrics"] = values }.ToJsonString());
        Add(CheckpointFiles.Preprocessing, standardizer?.ToTensors() ?? new Dictionary<string, Tensor>(StringComparer.Ordinal));
    }

    /// <summary>Weights to be used: no training goes on from them.</summary>
    /// <param name="weights">Parameters and buffers by name.</param>
    /// <param name="average">Averaged ones by the same names, or null.</param>
    public CheckpointContent With(IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor>? average)
    {
        Add(CheckpointFiles.Model, weights);
        if (average is not null)
        {
            Add(CheckpointFiles.Average, average);
        }

        return this;
    }

    /// <summary>All that a training needs to go on.</summary>
    public CheckpointContent With(SavedState state)
    {
        foreach (var file in state.Tensors.GroupBy(entry => CheckpointFiles.Of(entry.Key).File, StringComparer.Ordinal))
        {
            Add(file.Key, file.ToDictionary(entry => CheckpointFiles.Of(entry.Key).Name, entry => entry.Value, StringComparer.Ordinal));
        }

        Add(CheckpointFiles.State, state.Values.ToJsonString());
        return this;
    }

    /// <summary>Writes the folder as a whole, the manifest last.</summary>
    /// <exception cref="IOException">The disk is full or the folder can't be written; nothing is left behind, and what was there stays.</exception>
    public void Write(string folder) => AtomicFolder.Write(folder, Files());

    private IEnumerable<(string Name, Action<Stream> Write)> Files()
    {
        var written = new List<(string Name, long Bytes, string Sha256)>();
        foreach ((string name, Action<Stream> write) in _files)
        {
            yield return (name, stream =>
            {
                using var hash = SHA256.Create();
                using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
                {
                    write(hashing);
                }

                written.Add((name, stream.Length, Convert.ToHexStringLower(hash.Hash!)));
            }
            );
        }

        yield return (CheckpointManifest.FileName, stream => stream.Write(CheckpointManifest.ToBytes(_step, _fingerprint, written)));
    }

    private void Add(string name, string text) => _files.Add(name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private void Add(string name, IReadOnlyDictionary<string, Tensor> tensors) => _files.Add(name, stream => SafeTensors.Write(stream, tensors));
}
