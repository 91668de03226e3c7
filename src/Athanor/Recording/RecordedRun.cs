using Athanor.Training;

namespace Athanor.Recording;

/// <summary>A training and the run that it left.</summary>
/// <param name="Run">The run's id in the store.</param>
/// <param name="Report">What the training came to.</param>
/// <param name="Checkpoint">Absolute path of the final checkpoint's folder, or null where none is kept.</param>
/// <param name="BestCheckpoint">That of the best look at the validation part, or null where none is kept beside the final one.</param>
public sealed record RecordedRun(string Run, RunReport Report, string? Checkpoint, string? BestCheckpoint = null)
{
    /// <summary>What in the recipe is likely not meant so.</summary>
    public IReadOnlyList<RecipeWarning> Warnings { get; init; } = [];

    /// <summary>Whether the run had ended before and is given as the store has it. Default false.</summary>
    public bool WasFinished { get; init; }
}
