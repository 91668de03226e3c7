using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>What running a plan would cost: which trials the store holds finished, and how long the others will take.</summary>
public sealed class StudyForecast
{
    private readonly StudyPlan _plan;

    private StudyForecast(StudyPlan plan, IReadOnlyList<VariantForecast> variants, int workers, double? seconds) =>
        (_plan, Variants, Workers, Seconds) = (plan, variants, workers, seconds);

    /// <summary>Trials by variant, in the plan's order.</summary>
    public IReadOnlyList<VariantForecast> Variants { get; }

    /// <summary>Trials in all.</summary>
    public int Trials => Reused + ToTrain;

    /// <summary>Trials that the store holds finished.</summary>
    public int Reused => Variants.Sum(variant => variant.Reused);

    /// <summary>Trials that would be trained.</summary>
    public int ToTrain => Variants.Sum(variant => variant.ToTrain);

    /// <summary>Trials at a time.</summary>
    public int Workers { get; }

    /// <summary>Seconds of wall time to expect, from the study's recorded trials; null where there are none to judge by.</summary>
    public double? Seconds { get; }

    /// <summary>The forecast of a plan.</summary>
    /// <param name="plan">What would be trained.</param>
    /// <param name="options">The store to look into (none: nothing is reused), workers, and whether finished trials are left aside.</param>
    public static StudyForecast Of(StudyPlan plan, StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<RunRecord> known = options.Store?.List(new RunFilter { Kind = RunKind.Trial, Study = plan.Name }) ?? [];
        RunRecord[] finished = [.. known.Where(run => run.Status.IsResult())];
        var variants = new List<VariantForecast>();
        double seconds = 0;
        foreach (StudyVariant variant in plan.Variants)
        {
            Trial[] trials = [.. plan.Trials.Where(trial => trial.Variant == variant.Key.Name)];
            int reused = trials.Count(trial => !options.Retrain && options.Store?.FindFinishedTrial(trial.Key) is not null);
            variants.Add(new VariantForecast(reused, trials.Length - reused));
            double[] own = [.. finished.Where(run => run.Start.Variant == variant.Key.Name).Select(run => run.Seconds)];
            double each = own.Length > 0 ? own.Average() : finished.Select(run => run.Seconds).DefaultIfEmpty(0).Average();
            seconds += each * (trials.Length - reused);
        }

        int workers = new TrialQueueOptions { Workers = options.Workers, Launch = options.Launch }.WorkersFor(plan.Trials);
        bool judged = finished.Length > 0 || variants.TrueForAll(variant => variant.ToTrain == 0);
        return new StudyForecast(plan, variants, workers, judged ? seconds / workers : null);
    }

    /// <summary>The variants as a table.</summary>
    public ReportTable ToTable() => new(
        _plan.Name,
        [ReportColumn.Names("system"), new("variant"), new("finished"), new("to train")],
        [
            .. _plan.Variants.Zip(Variants, (variant, trials) => new ReportRow(variant.Label, variant.Key.Name, trials.Reused, trials.ToTrain)),
        ]);

    /// <summary>The forecast in words, one line a fact.</summary>
    public IReadOnlyList<string> Describe() =>
    [
        $"{_plan.Variants.Count} variants × {_plan.Seeds.Count} seeds = {Trials} trials: {Reused} finished before, {ToTrain} to train",
        Seconds is { } seconds
            ? $"about {TimeSpan.FromSeconds(Math.Ceiling(seconds)):h\\:mm\\:ss} with {Workers} at a time, judged by this study's recorded trials"
            : $"{Workers} at a time; how long is not known before a trial of this study is recorded",
    ];
}

/// <summary>Trials of one variant.</summary>
/// <param name="Reused">Those that the store holds finished.</param>
/// <param name="ToTrain">Those that would be trained.</param>
public sealed record VariantForecast(int Reused, int ToTrain);
