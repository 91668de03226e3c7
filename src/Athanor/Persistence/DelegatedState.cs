namespace Athanor.Persistence;

/// <summary>A part whose state its owner keeps in fields of its own.</summary>
/// <param name="save">Reads the state.</param>
/// <param name="restore">Puts it back.</param>
internal sealed class DelegatedState(Func<SavedState> save, Action<SavedState> restore) : ISavedState
{
    public SavedState SaveState() => save();

    public void RestoreState(SavedState state) => restore(state);
}
