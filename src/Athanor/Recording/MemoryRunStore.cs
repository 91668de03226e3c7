using Athanor.Specs;

namespace Athanor.Recording;

/// <summary>A run store without a file, for programs that keep nothing: it ends with the process.</summary>
/// <param name="time">Tells when things happen; null for the system's clock.</param>
public sealed class MemoryRunStore(TimeProvider? time = null) : IRunStore
{
    private readonly Lock _gate = new();
    private readonly List<MemoryRun> _runs = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public string? Path => null;

    /// <inheritdoc/>
    public IRunWriter Begin(RunStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var now = _time.GetUtcNow();
        var run = new MemoryRun(new RunRecord
        {
            Id = RunId.New(),
            Start = start,
            Started = now,
            Heartbeat = now,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
        });
        lock (_gate)
        {
            _runs.Add(run);
        }

        return new MemoryRunWriter(run, _gate, _time);
    }

    /// <inheritdoc/>
    public IRunWriter Continue(string run)
    {
        lock (_gate)
        {
            var found = Find(run);
            found.Record = RunContinuation.Of(found.Record) with { Heartbeat = _time.GetUtcNow() };
            return new MemoryRunWriter(found, _gate, _time);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<RunRecord> List(RunFilter? filter = null)
    {
        filter ??= new RunFilter();
        lock (_gate)
        {
            return
            [
                .. _runs.Select(run => run.Record)
                    .Where(run => (filter.Kind is null || run.Start.Kind == filter.Kind)
                        && (filter.Study is null || run.Start.Study == filter.Study)
                        && (filter.Variant is null || run.Start.Variant == filter.Variant)
                        && (filter.Status is null || run.Status == filter.Status)
                        && (filter.Key is null || run.Start.Key == filter.Key)
                        && (filter.Fingerprint is null || run.Start.Fingerprint == filter.Fingerprint)
                        && (filter.Since is null || run.Started >= filter.Since))
                    .Reverse()
                    .Take(filter.Limit ?? int.MaxValue),
            ];
        }
    }

    /// <inheritdoc/>
    public RunRecord Get(string run)
    {
        lock (_gate)
        {
            return Find(run).Record;
        }
    }

    /// <inheritdoc/>
    public RunRecord? FindFinishedTrial(string key)
    {
        lock (_gate)
        {
            return _runs.Find(run => run.Record.Start.Kind == RunKind.Trial && run.Record.Start.Key == key && run.Record.Status.IsResult())?.Record;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MetricPoint> Metric(string run, string key)
    {
        lock (_gate)
        {
            return Find(run).Curves.TryGetValue(key, out var curve) ? [.. curve.Values] : [];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MetricSummary> Summaries(string run)
    {
        lock (_gate)
        {
            return [.. Find(run).Curves.Select(curve => MetricSummary.Of(curve.Key, curve.Value.Values))];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<FindingRecord> Findings(string run)
    {
        lock (_gate)
        {
            return [.. Find(run).Findings.Values.OrderByDescending(finding => finding.Severity)];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactRecord> Artifacts(string run)
    {
        lock (_gate)
        {
            return [.. Find(run).Artifacts.Values];
        }
    }

    /// <inheritdoc/>
    public void Delete(string run)
    {
        lock (_gate)
        {
            var found = Find(run);
            if (found.Record.Status == RunStatus.Running)
            {
                throw new RecipeException("run-active", "", $"run '{found.Record.Id}' is still running; end it first");
            }

            _runs.Remove(found);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> CloseAbandoned() => [];

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private MemoryRun Find(string run)
    {
        string id = RunId.Resolve(run, [.. _runs.Select(r => r.Record.Id).Where(known => known.StartsWith(run ?? "", StringComparison.OrdinalIgnoreCase))]);
        return _runs.First(r => r.Record.Id == id);
    }
}
