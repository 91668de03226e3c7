using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Trials;

/// <summary>Trains trials in this process: one at a time, because libtorch's threads and random state belong to the process.</summary>
internal sealed class InProcessExecutor : ITrialExecutor
{
    private readonly TrialRunner _runner = new();

    public Task<TrialResult> RunAsync(Trial trial, Action<TrialProgress> progress, CancellationToken cancellation) => Task.Run(
        () =>
        {
            try
            {
                TrialResult result = _runner.Run(trial.Recipe, trial.Context, trial.Watch, report => progress(new TrialProgress(trial, report.Step, report.Metrics)), cancellation);
                cancellation.ThrowIfCancellationRequested();
                return result;
            }
            catch (Exception accident) when (accident is not (RecipeException or OperationCanceledException or OutOfMemoryException))
            {
                return new TrialResult { Status = RunStatus.Failed, Reason = accident.Message.ReplaceLineEndings(" ") };
            }
        },
        cancellation);

    public void Dispose() => _runner.Dispose();
}
