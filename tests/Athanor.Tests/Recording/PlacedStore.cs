using Athanor.Recording;

namespace Athanor.Tests.Recording;

/// <summary>A store in memory that says it lies in a folder, so that checkpoints are kept beside it.</summary>
internal sealed class PlacedStore(string path) : IRunStore
{
    private readonly MemoryRunStore _runs = new();

    public string? Path => path;

    public IRunWriter Begin(RunStart start) => _runs.Begin(start);

    public IRunWriter Continue(string run) => _runs.Continue(run);

    public IReadOnlyList<RunRecord> List(RunFilter? filter = null) => _runs.List(filter);

    public RunRecord Get(string run) => _runs.Get(run);

    public RunRecord? FindFinishedTrial(string key) => _runs.FindFinishedTrial(key);

    public IReadOnlyList<MetricPoint> Metric(string run, string key) => _runs.Metric(run, key);

    public IReadOnlyList<MetricSummary> Summaries(string run) => _runs.Summaries(run);

    public IReadOnlyList<FindingRecord> Findings(string run) => _runs.Findings(run);

    public IReadOnlyList<ArtifactRecord> Artifacts(string run) => _runs.Artifacts(run);

    public void Delete(string run) => _runs.Delete(run);

    public IReadOnlyList<string> CloseAbandoned() => _runs.CloseAbandoned();

    public void Dispose() => _runs.Dispose();
}
