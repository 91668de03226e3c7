namespace Athanor.Recording;

/// <summary>Records one run. Its calls may come from any thread; of a full or broken store the next call tells with a <see cref="StoreException"/>.</summary>
/// <remarks>Disposing a writer whose run was not finished records the run as <see cref="RunStatus.Interrupted"/>.</remarks>
public interface IRunWriter : IDisposable
{
    /// <summary>The run's id.</summary>
    string Id { get; }

    /// <summary>Records one value; recording the same key and step again replaces it. Queued: see <see cref="Flush"/>.</summary>
    /// <exception cref="StoreException">What was queued before could not be written.</exception>
    void Metric(string key, long step, double value);

    /// <summary>Records the values of one step, without allocating.</summary>
    /// <exception cref="StoreException">What was queued before could not be written.</exception>
    void Metrics(long step, ReadOnlySpan<MetricValue> values);

    /// <summary>Records a finding; the same symptom again replaces it.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    void Finding(FindingRecord finding);

    /// <summary>Records a file; the same name again replaces it.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    void Artifact(ArtifactRecord artifact);

    /// <summary>Writes what is queued; returns when other readers of the store can see it and a loss of power would not take it back.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    void Flush();

    /// <summary>Forgets what was recorded of later steps, because the run goes on from a checkpoint: those steps are taken, and recorded, once more.</summary>
    /// <param name="step">The last step whose points stay; −1 for none.</param>
    /// <exception cref="StoreException">It could not be written; everything is as it was.</exception>
    void Rewind(long step);

    /// <summary>Ends the run: what is queued, the results and the status become visible together or not at all.</summary>
    /// <exception cref="StoreException">It could not be written; the run is still running in the store, and what was written before is kept.</exception>
    /// <exception cref="InvalidOperationException">The run was finished before.</exception>
    void Finish(RunEnd end);
}
