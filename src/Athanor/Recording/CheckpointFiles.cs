namespace Athanor.Recording;

/// <summary>What the files of a checkpoint's folder are called.</summary>
internal static class CheckpointFiles
{
    public const string Weights = "model.safetensors";
    public const string Average = "average.safetensors";
    public const string Recipe = "recipe.json";
    public const string Task = "task.json";
    public const string Preprocessing = "preprocessing.safetensors";
    public const string Metrics = "metrics.json";
}
