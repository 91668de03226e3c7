namespace Athanor.Training.Checkpoints;

/// <summary>The files of a checkpoint, and which part of a state lies in which.</summary>
internal static class CheckpointFiles
{
    public const string Model = "model.safetensors";
    public const string Optimizer = "optimizer.safetensors";
    public const string Average = "average.safetensors";
    public const string StateTensors = "state.safetensors";
    public const string State = "state.json";
    public const string Preprocessing = "preprocessing.safetensors";
    public const string Task = "task.json";
    public const string Recipe = "recipe.json";
    public const string Metrics = "metrics.json";

    /// <summary>What calibration leaves later on: no file of the training's, so in no manifest; it holds its own hash.</summary>
    public const string Temperature = "temperature.json";

    private static readonly (string File, string Part)[] Own = [(Model, SessionParts.Model), (Optimizer, SessionParts.Optimizer), (Average, SessionParts.Average)];

    /// <summary>The files that hold tensors; the last holds those of every part that has no file of its own.</summary>
    public static IReadOnlyList<string> OfTensors { get; } = [.. Own.Select(own => own.File), StateTensors];

    /// <summary>What stands before a tensor's name in a state but not in its file.</summary>
    public static string Prefix(string file) => Own.FirstOrDefault(own => own.File == file).Part is { } part ? part + "/" : "";

    /// <summary>The file that holds a tensor of a state, and its name there.</summary>
    public static (string File, string Name) Of(string tensor)
    {
        foreach ((string file, string part) in Own)
        {
            if (tensor.StartsWith(part + "/", StringComparison.Ordinal))
            {
                return (file, tensor[(part.Length + 1)..]);
            }
        }

        return (StateTensors, tensor);
    }
}
