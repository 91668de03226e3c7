namespace Athanor.Trials;

/// <summary>Somewhere a trial can be trained: this process, a worker process, a node of a cluster. One trial at a time.</summary>
public interface ITrialExecutor : IDisposable
{
    /// <summary>Trains the trial.</summary>
    /// <param name="trial">What to train.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Ends it at once; nothing is kept.</param>
    /// <returns>The result; <c>failed</c> where training threw.</returns>
    /// <exception cref="Specs.RecipeException">The recipe can't be trained.</exception>
    Task<TrialResult> RunAsync(Trial trial, Action<TrialProgress> progress, CancellationToken cancellation);
}
