namespace Athanor.Data;

/// <summary>Samples divided into what trains, what validates and what tests: disjoint, and standardized alike.</summary>
/// <remarks>Owns the parts and the standardizer. Parts of data that are not in memory read from the source, which must outlive them.</remarks>
/// <param name="Task">What is asked.</param>
/// <param name="Training">What the model learns from.</param>
/// <param name="Standardizer">What was done to every part and prediction must do again, or null for nothing.</param>
public sealed record DataSplit(TaskInfo Task, Dataset Training, Standardizer? Standardizer = null) : IDisposable
{
    /// <summary>What steers the training (early stopping, the best checkpoint), or null.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>What judges the result, or null.</summary>
    public Dataset? Test { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation?.Dispose();
        Test?.Dispose();
        Standardizer?.Dispose();
    }
}
