using System.Collections;

namespace Athanor.Persistence;

/// <summary>Parts with state, by name, that save and restore as one.</summary>
internal sealed class SavedParts : ISavedState, IEnumerable<(string Name, ISavedState Part)>
{
    private readonly List<(string Name, ISavedState Part)> _parts = [];

    /// <summary>Adds a part; its name is what its files, tensors and values are known by.</summary>
    public void Add(string name, ISavedState part) => _parts.Add((name, part));

    public SavedState SaveState() => SavedState.Of(_parts.Select(entry => (entry.Name, entry.Part.SaveState())));

    public void RestoreState(SavedState state)
    {
        foreach ((string name, ISavedState part) in _parts)
        {
            part.RestoreState(state.Part(name));
        }
    }

    public IEnumerator<(string Name, ISavedState Part)> GetEnumerator() => _parts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
