using Athanor.Data;

namespace Athanor.Training;

/// <summary>What an observer that looks inside is given before the first step: everything, to read and not to change.</summary>
/// <param name="Recipe">What is trained.</param>
/// <param name="Session">Whose model it is; its weights are those of the start.</param>
/// <param name="Data">The samples as the model sees them, divided and standardized.</param>
public sealed record TrainingContext(Recipe Recipe, TrainingSession Session, DataSplit Data);
