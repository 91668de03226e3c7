namespace Athanor.Trials;

/// <summary>How a queue of trials is worked off. None of it changes a result.</summary>
public sealed record TrialQueueOptions
{
    /// <summary>How many trials run at a time. Default null: processor cores ÷ threads a trial, at least 1.</summary>
    public int? Workers { get; init; }

    /// <summary>Whether finished trials of the store are left aside and everything is trained again. Default false.</summary>
    public bool Retrain { get; init; }

    /// <summary>How to start worker processes, or null to train in this process, one after another.</summary>
    public WorkerLaunch? Launch { get; init; }

    /// <summary>Who watches. Default nobody.</summary>
    public ITrialObserver? Observer { get; init; }

    internal int WorkersFor(IReadOnlyList<Trial> trials)
    {
        if (Launch is null)
        {
            return 1;
        }

        int threads = trials.Count == 0 ? 1 : trials.Max(trial => trial.Recipe.Threads);
        int wanted = Workers ?? Math.Max(1, Environment.ProcessorCount / threads);
        return Math.Clamp(wanted, 1, Math.Max(1, trials.Count));
    }
}
