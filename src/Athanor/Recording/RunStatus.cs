namespace Athanor.Recording;

/// <summary>How far a run came.</summary>
public enum RunStatus
{
    /// <summary>Still at work, or killed without a word: see <see cref="IRunStore.CloseAbandoned"/>.</summary>
    Running,

    /// <summary>Ended as its recipe says, early stopping included.</summary>
    Completed,

    /// <summary>A loss was not finite: a result, not an accident.</summary>
    Diverged,

    /// <summary>An observer asked it to stop; never used again as a trial.</summary>
    Stopped,

    /// <summary>Ended from outside; what it had recorded is kept.</summary>
    Interrupted,

    /// <summary>An error ended it; <see cref="RunRecord.Error"/> says which.</summary>
    Failed,
}
