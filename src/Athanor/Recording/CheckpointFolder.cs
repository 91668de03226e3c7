using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training.Checkpoints;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Recording;

/// <summary>A checkpoint's folder as it is read: whatever is wrong with it is refused by the file's name.</summary>
internal sealed class CheckpointFolder
{
    private const long MostJsonBytes = 100_000_000;

    private readonly string _folder;
    private readonly Checkpoint _checkpoint;

    public CheckpointFolder(string folder)
    {
        _folder = folder;
        if (!Directory.Exists(folder))
        {
            throw new RecipeException("no-checkpoint", "", "there is no such folder", folder);
        }

        if (!File.Exists(Path.Combine(folder, CheckpointFiles.Recipe)))
        {
            string inner = Directory.Exists(Path.Combine(folder, "final")) ? $"; did you mean {Path.Combine(folder, "final")}?" : "";
            throw new RecipeException("no-checkpoint", "", $"is no checkpoint: it holds no {CheckpointFiles.Recipe}{inner}", folder);
        }

        _checkpoint = Checkpoint.Open(folder);
    }

    public Training.Recipe Recipe() => Spec<Training.Recipe>(CheckpointFiles.Recipe);

    public CheckpointTask Task() => Spec<CheckpointTask>(CheckpointFiles.Task);

    /// <summary>The metrics that were recorded with the weights, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics() => _checkpoint.ReadMetrics();

    /// <summary>What calibration left; nothing where nobody calibrated.</summary>
    public CheckpointTemperature Temperature()
    {
        if (!File.Exists(PathOf(CheckpointFiles.Temperature)))
        {
            return new CheckpointTemperature();
        }

        CheckpointTemperature temperature = Spec<CheckpointTemperature>(CheckpointFiles.Temperature);
        return temperature.IsWhole(Weights())
            ? temperature
            : throw Torn(CheckpointFiles.Temperature, "does not hold what calibration wrote for these weights; remove it and run 'athanor evaluate --calibrate' again");
    }

    /// <summary>The hash of the weights.</summary>
    public string Weights() => ContentHash.OfFile(PathOf(CheckpointFiles.Model));

    /// <summary>The tensors of a file; the current dispose scope owns them.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors(string file)
    {
        using FileStream stream = Open(file);
        return SafeTensors.Read(stream, PathOf(file));
    }

    /// <summary>Puts weights, or their average, into a module that must have the same, by name and shape.</summary>
    public void Fill(Module module, bool average)
    {
        string file = average ? CheckpointFiles.Average : CheckpointFiles.Model;
        if (average && !File.Exists(PathOf(file)))
        {
            throw new RecipeException("no-average", "", "keeps no average of the weights; train a recipe with average: { ema: {} }", _folder);
        }

        IReadOnlyDictionary<string, Tensor> weights = Tensors(file);
        Dictionary<string, Tensor> own = module.state_dict();
        string[] unlike = [.. own.Keys.Except(weights.Keys, StringComparer.Ordinal), .. weights.Keys.Except(own.Keys, StringComparer.Ordinal)];
        if (unlike.Length > 0)
        {
            throw Torn(file, $"does not fit the recipe's model: '{unlike.Order(StringComparer.Ordinal).First()}' is in only one of them");
        }

        using var gradients = no_grad();
        foreach ((string name, Tensor to) in own)
        {
            Tensor from = weights[name];
            if (!from.shape.SequenceEqual(to.shape) || from.dtype != to.dtype)
            {
                throw Torn(file, $"'{name}' is [{string.Join(", ", from.shape)}] {from.dtype}, and the recipe's model has [{string.Join(", ", to.shape)}] {to.dtype}");
            }

            to.copy_(from);
        }
    }

    private T Spec<T>(string file)
        where T : notnull => SpecReader.Read<T>(DocumentReader.Parse(System.Text.Encoding.UTF8.GetString(Bytes(file)), PathOf(file)));

    private byte[] Bytes(string file)
    {
        using FileStream stream = Open(file);
        if (stream.Length > MostJsonBytes)
        {
            throw Torn(file, $"is larger than {MostJsonBytes:N0} bytes");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(PathOf(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Torn(file, "is missing; the checkpoint is not whole (or older than this version: train again)", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Torn(file, "can't be read: access is denied", e);
        }
    }

    private string PathOf(string file) => Path.Combine(_folder, file);

    private RecipeException Torn(string file, string problem, Exception? inner = null) => new("bad-checkpoint", "", problem, PathOf(file), inner);
}
