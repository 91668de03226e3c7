using Athanor.Data;
using Athanor.Recording;
using Athanor.Trials;

namespace Athanor.Diagnosis;

/// <summary>How a repair is searched for.</summary>
public sealed record RepairOptions
{
    /// <summary>How long may be searched, the diagnosis not counted. Default 5 minutes; what is under way then is ended.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The recipe's name for people, in the store. Default <c>recipe</c>.</summary>
    public string Name { get; init; } = "recipe";

    /// <summary>Where relative paths start. Default the working folder.</summary>
    public DataContext Context { get; init; } = new(Environment.CurrentDirectory);

    /// <summary>Where runs are kept and found again; the caller owns it. Default null: in memory, for this search alone.</summary>
    public IRunStore? Store { get; init; }

    /// <summary>How many treated recipes train at a time. Default null: processor cores ÷ threads of a training.</summary>
    public int? Workers { get; init; }

    /// <summary>How to start worker processes. Default null: everything is trained in this process, one after another.</summary>
    public WorkerLaunch? Launch { get; init; }

    /// <summary>Whether finished trials of the store are trained again. Default false.</summary>
    public bool Retrain { get; init; }

    /// <summary>Who watches the trials. Default nobody.</summary>
    public ITrialObserver? Observer { get; init; }
}
