using System.Text.Json;
using Athanor.Recording;

namespace Athanor.Tracking;

internal sealed class SqliteRunWriter(BatchWriter writer, TimeProvider time, string id, long number) : IRunWriter
{
    private readonly Lock _ending = new();
    private volatile bool _closed;

    public string Id => id;

    public void Metric(string key, long step, double value) => Metrics(step, [new MetricValue(key, value)]);

    public void Metrics(long step, ReadOnlySpan<MetricValue> values)
    {
        RequireOpen();
        writer.Add(number, step, values);
    }

    public void Finding(FindingRecord finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        RequireOpen();
        writer.Write(connection => connection.Run(
            """
            INSERT INTO findings (run, symptom, severity, since_step, layers, evidence) VALUES (@run, @symptom, @severity, @sinceStep, @layers, @evidence)
            ON CONFLICT (run, symptom) DO UPDATE
            SET severity = excluded.severity, since_step = excluded.since_step, layers = excluded.layers, evidence = excluded.evidence
            """,
            ("@run", number),
            ("@symptom", finding.Symptom),
            ("@severity", SqlValues.Encode(finding.Severity)),
            ("@sinceStep", finding.SinceStep),
            ("@layers", JsonSerializer.Serialize(finding.Layers.ToArray())),
            ("@evidence", finding.EvidenceJson)));
    }

    public void Artifact(ArtifactRecord artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        RequireOpen();
        writer.Write(connection => connection.Run(
            """
            INSERT INTO artifacts (run, name, path, media_type, sha256) VALUES (@run, @name, @path, @mediaType, @sha256)
            ON CONFLICT (run, name) DO UPDATE SET path = excluded.path, media_type = excluded.media_type, sha256 = excluded.sha256
            """,
            ("@run", number),
            ("@name", artifact.Name),
            ("@path", artifact.Path),
            ("@mediaType", artifact.MediaType),
            ("@sha256", artifact.Sha256)));
    }

    public void Flush() => writer.Sync(number);

    public void Rewind(long step)
    {
        RequireOpen();
        writer.Rewind(number, step);
    }

    public void Finish(RunEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        ArgumentOutOfRangeException.ThrowIfEqual((int)end.Status, (int)RunStatus.Running, nameof(end));
        lock (_ending)
        {
            RequireOpen();
            writer.Write(connection =>
            {
                RunTable.End(connection, number, end, time.GetUtcNow());
                return true;
            });
            Close();
        }
    }

    public void Dispose()
    {
        lock (_ending)
        {
            if (_closed)
            {
                return;
            }

            try
            {
                writer.Write(connection =>
                {
                    RunTable.Interrupt(connection, number, time.GetUtcNow());
                    return true;
                });
            }
            catch (StoreException)
            {
                // Disposed on the way out of a failure that was told already; the run stays 'running' and is closed as abandoned later.
            }
            finally
            {
                Close();
            }
        }
    }

    private void Close()
    {
        _closed = true;
        writer.Closed(number);
    }

    private void RequireOpen()
    {
        if (_closed)
        {
            throw new InvalidOperationException($"run '{id}' was finished before");
        }
    }
}
