using Athanor.Training;

namespace Athanor.Recording;

/// <summary>A training and the run that it left.</summary>
/// <param name="Run">The run's id in the store.</param>
/// <param name="Report">What the training came to.</param>
/// <param name="Checkpoint">Absolute path of the final checkpoint's folder, or null where none is kept.</param>
public sealed record RecordedRun(string Run, RunReport Report, string? Checkpoint);
