using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Athanor.Specs;

/// <summary>An immutable map from names to values that is equal to another when their entries are.</summary>
/// <remarks>Entries come in the order in which they were written, and documents keep it; equality and fingerprints do not count it.</remarks>
public sealed class ValueMap<T> : IReadOnlyDictionary<string, T>, IEquatable<ValueMap<T>>
{
    private readonly string[] _keys;
    private readonly Dictionary<string, T> _values;

    /// <summary>An empty map.</summary>
    public ValueMap()
        : this([])
    {
    }

    /// <summary>A map of <paramref name="entries"/>, in their order.</summary>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public ValueMap(IEnumerable<KeyValuePair<string, T>> entries)
    {
        _values = new Dictionary<string, T>(StringComparer.Ordinal);
        var keys = new List<string>();
        foreach ((string key, T value) in entries)
        {
            _values.Add(key, value);
            keys.Add(key);
        }

        _keys = [.. keys];
    }

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _keys;

    /// <inheritdoc/>
    public IEnumerable<T> Values => _keys.Select(key => _values[key]);

    /// <inheritdoc/>
    public T this[string key] => _values[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _values.TryGetValue(key, out value);

    /// <summary>The map with <paramref name="key"/> set to <paramref name="value"/>: in its place if it was there, else behind the others.</summary>
    public ValueMap<T> With(string key, T value) =>
        ContainsKey(key)
            ? new(this.Select(entry => entry.Key == key ? KeyValuePair.Create(key, value) : entry))
            : new(this.Append(KeyValuePair.Create(key, value)));

    /// <summary>The map without <paramref name="key"/>.</summary>
    public ValueMap<T> Without(string key) => new(this.Where(entry => entry.Key != key));

    /// <inheritdoc/>
    public bool Equals(ValueMap<T>? other) =>
        other is not null && Count == other.Count
        && this.All(entry => other.TryGetValue(entry.Key, out T? value) && EqualityComparer<T>.Default.Equals(entry.Value, value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueMap<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _keys.Select(key => KeyValuePair.Create(key, _values[key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"{{ {string.Join(", ", this.Select(entry => $"{entry.Key}: {entry.Value}"))} }}";
}
