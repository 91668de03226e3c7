using System.Diagnostics;
using Athanor.Recording;
using Athanor.Specs;
using Microsoft.Data.Sqlite;

namespace Athanor.Tracking;

/// <summary>The one connection that writes: metrics in batches from a thread of its own, everything else at once, each a transaction.</summary>
/// <remarks>
/// What is written goes into the write-ahead log without waiting for the disk (<c>synchronous = NORMAL</c>): it survives the death of the process,
/// <c>kill -9</c> included; a loss of power may take the last transactions but never a part of one, and never harms the file.
/// </remarks>
internal sealed class BatchWriter : IDisposable
{
    private const int Capacity = 1 << 16;
    private const int Batch = 1 << 12;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);

    private readonly StoreFile _file;
    private readonly TimeProvider _time;
    private readonly Lock _writing = new();
    private readonly SqliteConnection _connection;
    private readonly MetricTable _metrics;
    private readonly MetricQueue _queue = new(Capacity);
    private readonly HashSet<long> _open = [];
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private readonly List<MetricRow> _unwritten = [];
    private StoreException? _failure;
    private long _lastHeartbeat = Stopwatch.GetTimestamp();
    private volatile bool _closing;
    private volatile bool _told;

    public BatchWriter(StoreFile file, TimeProvider time)
    {
        _file = file;
        _time = time;
        _connection = file.Connect();
        _metrics = new MetricTable(_connection);
        _thread = new Thread(WriteBatches) { IsBackground = true, Name = "athanor run store" };
        _thread.Start();
    }

    /// <summary>Queues the values of a step; writes them itself where the queue is full, so that a slow disk slows its caller instead of filling memory.</summary>
    public void Add(long run, long step, ReadOnlySpan<MetricValue> values)
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            _told = true;
            throw new StoreException(failure.Code, failure.Store, failure.Problem, failure);
        }

        long wall = SqlValues.Encode(_time.GetUtcNow());
        while (!values.IsEmpty)
        {
            var part = values[..Math.Min(values.Length, Batch)];
            int waiting = _queue.TryAdd(run, step, wall, part);
            if (waiting < 0)
            {
                Flush();
                continue;
            }

            values = values[part.Length..];
            if (waiting >= Batch && waiting - part.Length < Batch)
            {
                _wake.Set();
            }
        }
    }

    /// <summary>Writes what is queued.</summary>
    public void Flush() => Write(_ => true);

    /// <summary>Writes what is queued, and waits until the disk has it and all that was written before.</summary>
    public void Sync(long run)
    {
        lock (_writing)
        {
            // Only a transaction that changes something waits for the disk: the heart beats.
            _connection.Run("PRAGMA synchronous = FULL");
            try
            {
                Write(connection => Beat(connection, run));
            }
            finally
            {
                _connection.Run("PRAGMA synchronous = NORMAL");
            }
        }
    }

    /// <summary>Forgets the rows of a run's later steps.</summary>
    public void Rewind(long run, long step) => Write(connection =>
    {
        _metrics.Rewind(run, step);
        return connection.Run("DELETE FROM findings WHERE run = @run AND since_step > @step", ("@run", run), ("@step", step));
    });

    /// <summary>Writes what is queued and does <paramref name="work"/>, all of it or nothing.</summary>
    /// <exception cref="StoreException">It could not be written; the queued rows are kept for the next time.</exception>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            return Commit(work);
        }
        catch (StoreException)
        {
            _told = true;
            throw;
        }
    }

    /// <summary>Keeps the heart of a run beating until <see cref="Closed"/>.</summary>
    public void Opened(long run)
    {
        lock (_writing)
        {
            _open.Add(run);
        }
    }

    /// <summary>A run has ended.</summary>
    public void Closed(long run)
    {
        lock (_writing)
        {
            _open.Remove(run);
            _metrics.Forget(run);
        }
    }

    public void LimitPages(int pages)
    {
        lock (_writing)
        {
            _connection.Run($"PRAGMA max_page_count = {pages}");
        }
    }

    /// <summary>Writes what is queued and ends.</summary>
    /// <exception cref="StoreException">It could not be written, and nobody was told so before.</exception>
    public void Dispose()
    {
        _closing = true;
        _wake.Set();
        _thread.Join();
        bool told = _told;
        try
        {
            Flush();
        }
        catch (StoreException) when (told)
        {
            // To throw again would hide what the caller was told first.
        }
        finally
        {
            _metrics.Dispose();
            _connection.Dispose();
            _wake.Dispose();
        }
    }

    private T Commit<T>(Func<SqliteConnection, T> work)
    {
        lock (_writing)
        {
            _unwritten.AddRange(_queue.Take().AsSpan());
            try
            {
                var result = _file.Guard(() =>
                {
                    using var transaction = _connection.BeginTransaction(deferred: false);
                    _metrics.Write(transaction, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_unwritten));
                    var done = work(_connection);
                    transaction.Commit();
                    return done;
                });
                _unwritten.Clear();
                Volatile.Write(ref _failure, null);
                _told = false;
                return result;
            }
            catch (Exception error)
            {
                _metrics.Forget();

                // A lock passes: the rows wait for the next round, and only who needs them written now is told.
                if (error is StoreException { Code: not "store-locked" } failure)
                {
                    Volatile.Write(ref _failure, failure);
                }

                throw;
            }
        }
    }

    private int Beat(SqliteConnection connection, long run) =>
        connection.Run("UPDATE runs SET heartbeat = @now WHERE number = @run", ("@now", SqlValues.Encode(_time.GetUtcNow())), ("@run", run));

    private void WriteBatches()
    {
        while (!_closing)
        {
            _wake.WaitOne(FlushInterval);
            try
            {
                WriteBatch();
            }
            catch (StoreException)
            {
                // Kept in _failure: the next call of a run's writer tells it to the one who trains.
            }
            catch (RecipeException error)
            {
                // The file was replaced or made read-only under our hands.
                Volatile.Write(ref _failure, new StoreException("store-failed", _file.Named, error.Problem, error));
            }
        }
    }

    private void WriteBatch()
    {
        bool beat = Stopwatch.GetElapsedTime(_lastHeartbeat) >= HeartbeatInterval;
        lock (_writing)
        {
            if (_queue.IsEmpty && _unwritten.Count == 0 && !(beat && _open.Count > 0))
            {
                return;
            }

            Commit(connection =>
            {
                foreach (long run in beat ? _open : [])
                {
                    Beat(connection, run);
                }

                return true;
            });
            _lastHeartbeat = beat ? Stopwatch.GetTimestamp() : _lastHeartbeat;
        }
    }
}
