namespace Athanor.Training;

/// <summary>How a training ended.</summary>
public enum TrainingStatus
{
    /// <summary>Its budget was used up, or the recipe's own early stopping ended it.</summary>
    Completed,

    /// <summary>A loss or a gradient was not finite.</summary>
    Diverged,

    /// <summary>An observer asked for it.</summary>
    Stopped,

    /// <summary>It was cancelled from outside.</summary>
    Interrupted,
}
