using Athanor.Training;

namespace Athanor.Recording;

/// <summary>How the end of a training is recorded.</summary>
public static class TrainingStatusNames
{
    /// <summary>The status that the store keeps for it.</summary>
    public static RunStatus ToRunStatus(this TrainingStatus status) => status switch
    {
        TrainingStatus.Completed => RunStatus.Completed,
        TrainingStatus.Diverged => RunStatus.Diverged,
        TrainingStatus.Stopped => RunStatus.Stopped,
        _ => RunStatus.Interrupted,
    };

    /// <summary>How the training of a run with that status ended.</summary>
    internal static TrainingStatus ToTrainingStatus(this RunStatus status) => status switch
    {
        RunStatus.Completed => TrainingStatus.Completed,
        RunStatus.Diverged => TrainingStatus.Diverged,
        RunStatus.Stopped => TrainingStatus.Stopped,
        _ => TrainingStatus.Interrupted,
    };
}
