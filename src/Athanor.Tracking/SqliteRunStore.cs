using System.Text.Json;
using Athanor.Recording;
using Athanor.Specs;
using Microsoft.Data.Sqlite;

namespace Athanor.Tracking;

/// <summary>The run store in one SQLite file. Several processes may write to it and read from it at the same time.</summary>
/// <remarks>
/// A finished run, and any flushed metric, survives the death of the process (<c>kill -9</c> included). A loss of power may take the last few
/// transactions, never a part of one, and leaves the file sound.
/// </remarks>
public sealed class SqliteRunStore : IRunStore
{
    /// <summary>Where the command keeps runs unless told otherwise, seen from the working folder.</summary>
    public const string DefaultPath = ".athanor/runs.db";

    private readonly StoreFile _file;
    private readonly TimeProvider _time;
    private readonly Lazy<BatchWriter> _writer;
    private bool _disposed;

    /// <summary>Opens the store, and makes it where it is missing.</summary>
    /// <param name="path">The file; its folder is made where it is missing. Default <see cref="DefaultPath"/>.</param>
    /// <param name="time">Tells when things happen; null for the system's clock.</param>
    /// <exception cref="RecipeException"><c>not-a-store</c>: the file is something else, and stays as it is; <c>newer-store</c>: a newer Athanor wrote it;
    /// <c>store-path</c>: there can be no file.</exception>
    /// <exception cref="StoreException">The disk is full, the file damaged, or another process holds it.</exception>
    public SqliteRunStore(string path = DefaultPath, TimeProvider? time = null)
    {
        _file = new StoreFile(path);
        _time = time ?? TimeProvider.System;
        _file.Prepare();
        _writer = new(() => _file.Guard(() => new BatchWriter(_file, _time)));
    }

    /// <summary>A store on a disk that holds only so many pages of 4,096 bytes.</summary>
    internal SqliteRunStore(string path, int maxPages)
        : this(path) => LimitPages(maxPages);

    /// <inheritdoc/>
    public string? Path => _file.Path;

    /// <inheritdoc/>
    public IRunWriter Begin(RunStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var now = _time.GetUtcNow();
        var run = new RunRecord
        {
            Id = RunId.New(),
            Start = start,
            Started = now,
            Heartbeat = now,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
        };
        return Writer(run.Id, _writer.Value.Write(connection => RunTable.Insert(connection, run, RunProcess.Started)));
    }

    /// <inheritdoc/>
    public IRunWriter Continue(string run)
    {
        CloseAbandoned();
        var (id, number) = _writer.Value.Write(connection =>
        {
            long number = RunTable.Number(connection, run);
            var record = RunContinuation.Of(RunTable.Get(connection, number));
            RunTable.Reopen(connection, number, _time.GetUtcNow());
            return (record.Id, number);
        });
        return Writer(id, number);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RunRecord> List(RunFilter? filter = null) => _file.Read(connection => RunTable.List(connection, filter ?? new RunFilter()));

    /// <inheritdoc/>
    public RunRecord Get(string run) => _file.Read(connection => RunTable.Get(connection, RunTable.Number(connection, run)));

    /// <inheritdoc/>
    public RunRecord? FindFinishedTrial(string key) => _file.Read(connection => RunTable.Finished(connection, key));

    /// <inheritdoc/>
    public IReadOnlyList<MetricPoint> Metric(string run, string key) => Current(connection => MetricTable.Points(connection, RunTable.Number(connection, run), key));

    /// <inheritdoc/>
    public IReadOnlyList<MetricSummary> Summaries(string run) => Current(connection => MetricTable.Summaries(connection, RunTable.Number(connection, run)));

    /// <inheritdoc/>
    public IReadOnlyList<FindingRecord> Findings(string run)
    {
        var findings = _file.Read(connection => connection.Query(
            row => new FindingRecord
            {
                Symptom = row.GetString(0),
                Severity = row.Number(1),
                SinceStep = row.GetInt64(2),
                Layers = [.. JsonSerializer.Deserialize<string[]>(row.GetString(3)) ?? []],
                EvidenceJson = row.GetString(4),
            },
            "SELECT symptom, severity, since_step, layers, evidence FROM findings WHERE run = @run ORDER BY symptom",
            ("@run", RunTable.Number(connection, run))));
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactRecord> Artifacts(string run) => _file.Read(connection => connection.Query(
        row => new ArtifactRecord(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
        "SELECT name, path, media_type, sha256 FROM artifacts WHERE run = @run ORDER BY name",
        ("@run", RunTable.Number(connection, run))));

    /// <inheritdoc/>
    public void Delete(string run)
    {
        CloseAbandoned();
        _writer.Value.Write(connection =>
        {
            long number = RunTable.Number(connection, run);
            var record = RunTable.Get(connection, number);
            if (record.Status == RunStatus.Running)
            {
                throw new RecipeException("run-active", "", $"run '{record.Id}' is still running (process {record.ProcessId} on {record.Host}); end it first");
            }

            foreach (string table in Schema.TablesOfARun)
            {
                connection.Run($"DELETE FROM {table} WHERE run = @run", ("@run", number));
            }

            return connection.Run("DELETE FROM runs WHERE number = @run", ("@run", number));
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> CloseAbandoned()
    {
        var now = _time.GetUtcNow();
        var abandoned = _file.Read(connection => RunTable.Abandoned(connection, now));
        if (abandoned.Count > 0)
        {
            _writer.Value.Write(connection =>
            {
                abandoned.ForEach(run => RunTable.Interrupt(connection, run.Number, now));
                return true;
            });
        }

        return abandoned.ConvertAll(run => run.Id);
    }

    /// <summary>Writes what is queued and closes the file.</summary>
    /// <exception cref="StoreException">It could not be written, and no call said so before; what was written before is kept.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            if (_writer.IsValueCreated)
            {
                _writer.Value.Dispose();
            }
        }
        finally
        {
            _file.Release();
        }
    }

    /// <summary>Lets the file grow to so many pages; beyond, SQLite answers as if the disk were full.</summary>
    internal void LimitPages(int pages) => _writer.Value.LimitPages(pages);

    private SqliteRunWriter Writer(string id, long number)
    {
        _writer.Value.Opened(number);
        return new SqliteRunWriter(_writer.Value, _time, id, number);
    }

    /// <summary>A query that sees what this store's writers have queued.</summary>
    private T Current<T>(Func<SqliteConnection, T> query)
    {
        if (_writer.IsValueCreated)
        {
            _writer.Value.Flush();
        }

        return _file.Read(query);
    }
}
