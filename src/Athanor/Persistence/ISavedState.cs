namespace Athanor.Persistence;

/// <summary>A part whose state goes into checkpoints, so that a training that was interrupted continues bit for bit.</summary>
public interface ISavedState
{
    /// <summary>The state as it is now.</summary>
    SavedState SaveState();

    /// <summary>Puts a saved state back.</summary>
    /// <exception cref="ArgumentException">The state is not of this part: a name is missing, or a tensor has another shape.</exception>
    void RestoreState(SavedState state);
}
