using Athanor.Recording;

namespace Athanor.Tracking;

/// <summary>Rows that wait for the writer: two arrays that change places, so that adding is a copy under a lock and allocates nothing.</summary>
internal sealed class MetricQueue
{
    private readonly Lock _gate = new();
    private MetricRow[] _rows;
    private MetricRow[] _spare;
    private int _count;

    /// <param name="capacity">Rows that may wait.</param>
    public MetricQueue(int capacity)
    {
        _rows = new MetricRow[capacity];
        _spare = new MetricRow[capacity];
    }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <summary>Adds the values of a step.</summary>
    /// <returns>How many wait now, or −1 where there was no room and nothing was added.</returns>
    public int TryAdd(long run, long step, long wall, ReadOnlySpan<MetricValue> values)
    {
        lock (_gate)
        {
            if (_count + values.Length > _rows.Length)
            {
                return -1;
            }

            foreach (var (key, value) in values)
            {
                _rows[_count++] = new MetricRow(run, key, step, wall, value);
            }

            return _count;
        }
    }

    /// <summary>Takes all that wait. One taker at a time: the rows are good until the next call.</summary>
    public ArraySegment<MetricRow> Take()
    {
        lock (_gate)
        {
            var taken = new ArraySegment<MetricRow>(_rows, 0, _count);
            (_rows, _spare) = (_spare, _rows);
            _count = 0;
            return taken;
        }
    }
}
