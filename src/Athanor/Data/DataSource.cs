namespace Athanor.Data;

/// <summary>What a <see cref="DataSpec"/> loads: the samples to learn from and, where the data bring one, their own test part.</summary>
/// <param name="Task">What is asked.</param>
/// <param name="Samples">All samples, from which training, validation and (without <paramref name="Test"/>) test parts are split.</param>
/// <param name="Test">The data's own test part, or null.</param>
public sealed record DataSource(TaskInfo Task, Dataset Samples, Dataset? Test = null) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Samples.Dispose();
        Test?.Dispose();
    }
}
