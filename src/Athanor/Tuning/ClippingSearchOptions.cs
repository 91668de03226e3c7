using Athanor.Recording;
using Athanor.Specs;
using Athanor.Trials;

namespace Athanor.Tuning;

/// <summary>How a <see cref="ClippingSearch"/> is made.</summary>
public sealed record ClippingSearchOptions
{
    /// <summary>The seeds that every threshold is trained with. Default 3: the seeds 0, 1 and 2. One seed shows no spread, and 1% counts as none.</summary>
    public SeedList Seeds { get; init; } = 3;

    /// <summary>Updates a trial, instead of the recipe's budget. Default null: the recipe's own; at least 1.</summary>
    public long? Steps { get; init; }

    /// <summary>About how long the whole may take: trials are shortened until they fit, as measured here. Default null: no limit. Not together with <see cref="Steps"/>.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>What decides, of the validation or the training part. Default null: <c>validation/loss</c>, or <c>train/loss</c> without a validation part.</summary>
    public string? Metric { get; init; }

    /// <summary>Where trials are kept and found again; the caller owns it. Default null: in memory, for this search alone.</summary>
    public IRunStore? Store { get; init; }

    /// <summary>How many trials run at a time. Default null: processor cores ÷ threads a trial.</summary>
    public int? Workers { get; init; }

    /// <summary>Whether finished trials are trained again. Default false.</summary>
    public bool Retrain { get; init; }

    /// <summary>How to start workers. Default null: trials run in this process, one after another.</summary>
    public WorkerLaunch? Launch { get; init; }

    /// <summary>Who watches. Default nobody.</summary>
    public ITrialObserver? Observer { get; init; }
}
