using Athanor.Training;

namespace Athanor.Trials;

/// <summary>Watches a queue of trials: progress on a terminal, mostly. Calls come one at a time.</summary>
public interface ITrialObserver
{
    /// <summary>Before anything is trained: what in the recipes is likely not meant so.</summary>
    void OnWarnings(IReadOnlyList<RecipeWarning> warnings)
    {
    }

    /// <summary>Before the first trial: how many there are, and how many of them were found finished.</summary>
    void OnStart(int total, int reused)
    {
    }

    /// <summary>A trial begins.</summary>
    void OnTrialStart(Trial trial)
    {
    }

    /// <summary>A trial has finished an epoch.</summary>
    void OnProgress(TrialProgress progress)
    {
    }

    /// <summary>A trial has ended, for good or to be tried again.</summary>
    void OnTrialEnd(Trial trial, TrialResult result, bool again)
    {
    }
}
