namespace Athanor.Recording;

internal sealed class MemoryRunWriter(MemoryRun run, Lock gate, TimeProvider time) : IRunWriter
{
    private bool _closed;

    public string Id => run.Record.Id;

    public void Metric(string key, long step, double value) => Metrics(step, [new MetricValue(key, value)]);

    public void Metrics(long step, ReadOnlySpan<MetricValue> values)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            Open();
            foreach (var (key, value) in values)
            {
                if (!run.Curves.TryGetValue(key, out var curve))
                {
                    run.Curves.Add(key, curve = []);
                }

                curve[step] = new MetricPoint(step, now, value);
            }
        }
    }

    public void Finding(FindingRecord finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        lock (gate)
        {
            Open();
            run.Findings[finding.Symptom] = finding;
        }
    }

    public void Artifact(ArtifactRecord artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        lock (gate)
        {
            Open();
            run.Artifacts[artifact.Name] = artifact;
        }
    }

    public void Flush()
    {
    }

    public void Rewind(long step)
    {
        lock (gate)
        {
            Open();
            foreach ((string key, var curve) in run.Curves.ToList())
            {
                foreach (long beyond in curve.Keys.Where(known => known > step).ToList())
                {
                    curve.Remove(beyond);
                }

                if (curve.Count == 0)
                {
                    run.Curves.Remove(key);
                }
            }

            foreach (string symptom in run.Findings.Values.Where(finding => finding.SinceStep > step).Select(finding => finding.Symptom).ToList())
            {
                run.Findings.Remove(symptom);
            }
        }
    }

    public void Finish(RunEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        ArgumentOutOfRangeException.ThrowIfEqual((int)end.Status, (int)RunStatus.Running, nameof(end));
        lock (gate)
        {
            Open();
            _closed = true;
            var now = time.GetUtcNow();
            run.Record = run.Record with
            {
                Status = end.Status,
                Ended = now,
                Heartbeat = now,
                Steps = end.Steps,
                Epochs = end.Epochs,
                Parameters = end.Parameters,
                Seconds = end.Seconds,
                Checkpoint = end.Checkpoint,
                Error = end.Error,
                Results = new SortedDictionary<string, double>(end.Results.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
            };
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (!_closed)
            {
                _closed = true;
                run.Record = run.Record with { Status = RunStatus.Interrupted, Ended = time.GetUtcNow() };
            }
        }
    }

    private void Open()
    {
        if (_closed)
        {
            throw new InvalidOperationException($"run '{Id}' was finished before");
        }
    }
}
