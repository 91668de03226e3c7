using System.Threading.Channels;
using Athanor.Recording;
using Athanor.Specs;

namespace Athanor.Trials;

/// <summary>Trains a list of recipes: those that the store holds finished are used again, the others go to workers, each is recorded as it ends.</summary>
/// <remarks>A queue that was killed goes on where it stopped: a trial is recorded whole or not at all.</remarks>
public sealed class TrialQueue(IRunStore store, TrialQueueOptions options)
{
    private const int Attempts = 2;
    private readonly Lock _telling = new();

    /// <summary>Works the queue off.</summary>
    /// <returns>The results, in the trials' order.</returns>
    /// <exception cref="RecipeException">A recipe can't be trained: the first refusal ends the queue, what had finished is kept.</exception>
    /// <exception cref="StoreException">The store could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what had finished is kept.</exception>
    public async Task<IReadOnlyList<TrialResult>> RunAsync(IReadOnlyList<Trial> trials, CancellationToken cancellation = default)
    {
        TrialResult?[] results = await RunWhileAsync(trials, static (_, _) => true, CancellationToken.None, cancellation).ConfigureAwait(false);
        return [.. results.Select(result => result!)];
    }

    /// <summary>Works the queue off as long as it is wanted.</summary>
    /// <param name="trials">What is to be trained, in the order in which trials begin.</param>
    /// <param name="goOn">Asked after each trial: where it says no, those under way are finished and no other begins.</param>
    /// <param name="deadline">Ends the trials under way at once; what had finished is given back.</param>
    /// <param name="cancellation">As in <see cref="RunAsync"/>.</param>
    /// <returns>The results, in the trials' order; null for those that were not trained to their end.</returns>
    /// <exception cref="RecipeException">A recipe can't be trained: the first refusal ends the queue, what had finished is kept.</exception>
    /// <exception cref="StoreException">The store could not be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> ended it; what had finished is kept.</exception>
    internal async Task<TrialResult?[]> RunWhileAsync(
        IReadOnlyList<Trial> trials, Func<Trial, TrialResult, bool> goOn, CancellationToken deadline, CancellationToken cancellation = default)
    {
        store.CloseAbandoned();
        var results = new TrialResult?[trials.Count];
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new List<int>();
        bool wanted = true;
        for (int i = 0; i < trials.Count; i++)
        {
            if (first.TryAdd(trials[i].Key, i))
            {
                results[i] = Reusable(trials[i]);
                if (results[i] is { } finished)
                {
                    wanted &= goOn(trials[i], finished);
                }
                else
                {
                    open.Add(i);
                }
            }
        }

        options.Observer?.OnStart(trials.Count, trials.Count - open.Count);
        if (wanted)
        {
            await TrainAsync(trials, open, results, goOn, deadline, cancellation).ConfigureAwait(false);
        }

        return [.. trials.Select((trial, i) => results[i] ?? (first[trial.Key] == i || results[first[trial.Key]] is not { } same ? null : same with { Reused = true }))];
    }

    /// <summary>The finished trial that would be used for <paramref name="trial"/>, or null where it would be trained.</summary>
    public TrialResult? Reusable(Trial trial) =>
        !options.Retrain && store.FindFinishedTrial(trial.Key) is { } run ? TrialResult.Of(run) with { Findings = trial.Watch is null ? [] : store.Findings(run.Id) } : null;

    private async Task TrainAsync(
        IReadOnlyList<Trial> trials, List<int> open, TrialResult?[] results, Func<Trial, TrialResult, bool> goOn, CancellationToken deadline, CancellationToken cancellation)
    {
        var queue = Channel.CreateUnbounded<int>();
        foreach (int index in open)
        {
            queue.Writer.TryWrite(index);
        }

        queue.Writer.Complete();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline);
        int workers = options.WorkersFor([.. open.Select(index => trials[index])]);
        Task[] loops = [.. Enumerable.Range(0, open.Count == 0 ? 0 : workers).Select(_ => LoopAsync(queue.Reader, trials, results, goOn, ending))];
        try
        {
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // What was under way when the time ran out stays without a result.
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private async Task LoopAsync(
        ChannelReader<int> queue, IReadOnlyList<Trial> trials, TrialResult?[] results, Func<Trial, TrialResult, bool> goOn, CancellationTokenSource ending)
    {
        using ITrialExecutor executor = options.Launch is { } launch ? new WorkerProcess(launch) : new InProcessExecutor();
        try
        {
            while (!ending.IsCancellationRequested && queue.TryRead(out int index))
            {
                results[index] = FinishedMeanwhile(trials[index]) ?? await TrainAsync(trials[index], executor, ending.Token).ConfigureAwait(false);
                if (!goOn(trials[index], results[index]!))
                {
                    while (queue.TryRead(out _))
                    {
                    }
                }
            }
        }
        catch
        {
            // One refusal ends the queue; the others' trials would be thrown away with it.
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The trial's result where another process has finished it on the same store since the queue was made, else null.</summary>
    private TrialResult? FinishedMeanwhile(Trial trial)
    {
        if (Reusable(trial) is not { } found)
        {
            return null;
        }

        Tell(observer => observer.OnTrialEnd(trial, found, again: false));
        return found;
    }

    /// <summary>Trains a trial; one that crashed is tried once more.</summary>
    private async Task<TrialResult> TrainAsync(Trial trial, ITrialExecutor executor, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            Tell(observer => observer.OnTrialStart(trial));
            TrialResult result = await RecordedAsync(trial, executor, cancellation).ConfigureAwait(false);
            bool again = result.Status == RunStatus.Failed && attempt < Attempts;
            Tell(observer => observer.OnTrialEnd(trial, result, again));
            if (!again)
            {
                return result;
            }
        }
    }

    private async Task<TrialResult> RecordedAsync(Trial trial, ITrialExecutor executor, CancellationToken cancellation)
    {
        using IRunWriter writer = store.Begin(StartOf(trial));
        void Record(TrialProgress progress)
        {
            foreach ((string name, double value) in progress.Metrics)
            {
                writer.Metric(name, progress.Step, value);
            }

            Tell(observer => observer.OnProgress(progress));
        }

        TrialResult result;
        try
        {
            result = await executor.RunAsync(trial, Record, cancellation).ConfigureAwait(false);
        }
        catch (WorkerDiedException death)
        {
            result = new TrialResult { Status = RunStatus.Failed, Reason = death.Message };
        }

        foreach (FindingRecord finding in result.Findings)
        {
            writer.Finding(finding);
        }

        writer.Finish(new RunEnd
        {
            Status = result.Status,
            Steps = result.Steps,
            Epochs = result.Epochs,
            Parameters = result.Parameters,
            Seconds = result.Seconds,
            Error = result.Reason,
            Results = result.Metrics,
        });
        return result with { Run = writer.Id };
    }

    private static RunStart StartOf(Trial trial) => new()
    {
        Kind = RunKind.Trial,
        Name = trial.Name,
        RecipeJson = SpecWriter.ToJson(trial.Recipe),
        Fingerprint = trial.Recipe.Fingerprint(),
        Key = trial.Key,
        Study = trial.Study,
        Variant = trial.Variant,
        Seed = trial.Recipe.Seed,
        EnvironmentJson = RunEnvironment.ToJson(),
    };

    private void Tell(Action<ITrialObserver> message)
    {
        if (options.Observer is { } observer)
        {
            lock (_telling)
            {
                message(observer);
            }
        }
    }
}
