using System.Collections;

namespace Athanor.Diagnosis.Signals;

/// <summary>A series of bounded length: where it is full, every other entry goes, and from then on only every second, fourth, … that comes is kept.</summary>
internal sealed class Thinned<T>(int capacity) : IReadOnlyList<T>
{
    private readonly List<T> _kept = [];
    private long _stride = 1;
    private long _seen;

    public int Count => _kept.Count;

    public T this[int index] => _kept[index];

    public void Add(T entry)
    {
        if (_seen++ % _stride != 0)
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
            _stride *= 2;
            if ((_seen - 1) % _stride != 0)
            {
                return;
            }
        }

        _kept.Add(entry);
    }

    public IEnumerator<T> GetEnumerator() => _kept.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
