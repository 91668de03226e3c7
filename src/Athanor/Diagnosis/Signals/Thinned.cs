using System.Collections;

namespace Athanor.Diagnosis.Signals;

/// <summary>A series of bounded length: where it is full, every other entry goes, and from then on only every second, fourth, … that comes is kept.</summary>
internal sealed class Thinned<T>(int capacity) : IReadOnlyList<T>
{
    private readonly List<T> _kept = [];

    /// <summary>Of how many that come one is kept.</summary>
    public long Stride { get; private set; } = 1;

    /// <summary>How many have come.</summary>
    public long Seen { get; private set; }

    public int Count => _kept.Count;

    public T this[int index] => _kept[index];

    public void Add(T entry)
    {
        if (Seen++ % Stride != 0)
        {
            return;
        }

        if (_kept.Count == capacity)
        {
            for (int i = 0; i < capacity / 2; i++)
            {
                _kept[i] = _kept[2 * i];
            }

            _kept.RemoveRange(capacity / 2, _kept.Count - (capacity / 2));
            Stride *= 2;
            if ((Seen - 1) % Stride != 0)
            {
                return;
            }
        }

        _kept.Add(entry);
    }

    /// <summary>Puts back what another series had come to.</summary>
    /// <exception cref="ArgumentException">No series comes to that.</exception>
    public void Restore(IReadOnlyCollection<T> kept, long stride, long seen)
    {
        if (kept.Count > capacity || stride < 1 || seen < kept.Count)
        {
            throw new ArgumentException($"no series of {capacity} holds {kept.Count} of {seen}", nameof(kept));
        }

        _kept.Clear();
        _kept.AddRange(kept);
        (Stride, Seen) = (stride, seen);
    }

    public IEnumerator<T> GetEnumerator() => _kept.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
