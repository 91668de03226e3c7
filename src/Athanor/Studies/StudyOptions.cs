using Athanor.Recording;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>How a study is run. None of it changes a result.</summary>
public sealed record StudyOptions
{
    /// <summary>Where trials are kept and found again; the caller owns it. Default null: in memory, for this run alone.</summary>
    public IRunStore? Store { get; init; }

    /// <summary>How many trials run at a time. Default null: processor cores ÷ threads a trial.</summary>
    public int? Workers { get; init; }

    /// <summary>Whether finished trials are trained again. Default false.</summary>
    public bool Retrain { get; init; }

    /// <summary>Whether trials run in this process, one after another, instead of in workers. Default false, and always so inside a test host.</summary>
    public bool InProcess { get; init; }

    /// <summary>How to start workers. Default null: this program itself, run until it reaches the study of the same name.</summary>
    public WorkerLaunch? Launch { get; init; }

    /// <summary>Who watches. Default nobody.</summary>
    public ITrialObserver? Observer { get; init; }
}
