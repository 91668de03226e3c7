using Athanor.Specs;

namespace Athanor.Recording;

/// <summary>Remembers runs. Safe to use from several threads; what one store's writers have queued, its own queries see.</summary>
/// <remarks>Where a query takes a run, a full id or any prefix that no other run shares will do. A run that is not there, or a prefix that several
/// share, is refused with a <see cref="RecipeException"/> (<c>unknown-run</c>, <c>ambiguous-run</c>, which names the candidates).</remarks>
public interface IRunStore : IDisposable
{
    /// <summary>Where the runs are kept, for messages and for what lies beside it: an absolute path, or null for memory.</summary>
    string? Path { get; }

    /// <summary>Begins a run; it is visible as <see cref="RunStatus.Running"/> at once.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    IRunWriter Begin(RunStart start);

    /// <summary>Goes on with a run that was interrupted, under its own id; what it has recorded stays.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    IRunWriter Continue(string run);

    /// <summary>The runs that the filter lets through, newest first; null lets all through.</summary>
    IReadOnlyList<RunRecord> List(RunFilter? filter = null);

    /// <summary>One run.</summary>
    RunRecord Get(string run);

    /// <summary>The first trial of this key that is a result (completed or diverged), or null.</summary>
    RunRecord? FindFinishedTrial(string key);

    /// <summary>A curve, by step; empty where the run has none of that key.</summary>
    IReadOnlyList<MetricPoint> Metric(string run, string key);

    /// <summary>All curves of a run in a few numbers each, by key in ordinal order.</summary>
    IReadOnlyList<MetricSummary> Summaries(string run);

    /// <summary>What was found in a run, the worst first.</summary>
    IReadOnlyList<FindingRecord> Findings(string run);

    /// <summary>The files that a run left, by name in ordinal order.</summary>
    IReadOnlyList<ArtifactRecord> Artifacts(string run);

    /// <summary>Forgets a run with its curves, findings and artifacts (their files stay).</summary>
    /// <exception cref="RecipeException"><c>run-active</c>: it is still running.</exception>
    void Delete(string run);

    /// <summary>Records as interrupted those running runs whose process is gone, and returns their ids.</summary>
    /// <remarks>Gone means: of this machine and no such process, or of another machine and silent for two minutes.</remarks>
    IReadOnlyList<string> CloseAbandoned();
}
