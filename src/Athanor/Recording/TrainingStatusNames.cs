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
}
