namespace Athanor.Recording;

/// <summary>A run in memory, with everything recorded of it.</summary>
internal sealed class MemoryRun(RunRecord record)
{
    public RunRecord Record { get; set; } = record;

    public SortedDictionary<string, SortedList<long, MetricPoint>> Curves { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, FindingRecord> Findings { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ArtifactRecord> Artifacts { get; } = new(StringComparer.Ordinal);
}
