using System.Text.Json.Nodes;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>What running a plan would cost: which trials the store holds finished, and how long the others will take.</summary>
public sealed class StudyForecast
{
    private static readonly TimeSpan ProbeInAll = TimeSpan.FromSeconds(4);
    private readonly StudyPlan _plan;
    private readonly int _probed;

    private StudyForecast(StudyPlan plan, IReadOnlyList<VariantForecast> variants, int workers, int probed) =>
        (_plan, Variants, Workers, _probed) = (plan, variants, workers, probed);

    /// <summary>Trials by variant, in the plan's order.</summary>
    public IReadOnlyList<VariantForecast> Variants { get; }

    /// <summary>What in the variants to train is likely not meant so.</summary>
    public IReadOnlyList<RecipeWarning> Warnings { get; private init; } = [];

    /// <summary>Trials in all.</summary>
    public int Trials => Reused + ToTrain;

    /// <summary>Trials that the store holds finished.</summary>
    public int Reused => Variants.Sum(variant => variant.Reused);

    /// <summary>Trials that would be trained.</summary>
    public int ToTrain => Variants.Sum(variant => variant.ToTrain);

    /// <summary>Trials at a time.</summary>
    public int Workers { get; }

    /// <summary>Seconds of wall time to expect; early stopping is not foreseen.</summary>
    public double Seconds => Variants.Sum(variant => variant.ToTrain * variant.SecondsEach) / Workers;

    /// <summary>The forecast of a plan.</summary>
    /// <remarks>
    /// A variant's time is that of recorded trials which differ in nothing but the seed, whatever study they belong to; where there are none, a few
    /// updates are trained here and thrown away, some seconds for all variants together.
    /// </remarks>
    /// <param name="plan">What would be trained.</param>
    /// <param name="options">The store to look into (none: nothing is reused), workers, and whether finished trials are left aside.</param>
    /// <exception cref="RecipeException">A variant can't be trained.</exception>
    public static StudyForecast Of(StudyPlan plan, StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        int workers = new TrialQueueOptions { Workers = options.Workers, Launch = options.Launch }.WorkersFor(plan.Trials);
        IReadOnlyList<RecipeWarning> warnings = StudyCheck.Of(plan, options.Store, options.Retrain);
        ILookup<string, double> recorded = Recorded(options.Store);
        using var runner = new TrialRunner();
        int probed = 0;
        var variants = new List<VariantForecast>();
        foreach (StudyVariant variant in plan.Variants)
        {
            Trial[] trials = [.. plan.Trials.Where(trial => trial.Variant == variant.Key.Name)];
            int reused = trials.Count(trial => !options.Retrain && options.Store?.FindFinishedTrial(trial.Key) is not null);
            double[] known = [.. recorded[WithoutSeed(SpecWriter.ToJson(variant.Recipe))]];
            double each = 0;
            if (known.Length > 0)
            {
                each = known.Average();
            }
            else if (reused < trials.Length)
            {
                each = runner.Judge(trials[0].Recipe, trials[0].Context, ProbeInAll / plan.Variants.Count);
                probed++;
            }

            variants.Add(new VariantForecast(reused, trials.Length - reused, each));
        }

        return new StudyForecast(plan, variants, workers, probed) { Warnings = warnings };
    }

    /// <summary>The variants as a table.</summary>
    public ReportTable ToTable() => new(
        _plan.Name,
        [
            ReportColumn.Names("system"), new("variant"), new("finished"), new("to train"),
            new("seconds each") { Key = "secondsEach", Format = NumberFormat.Fixed(1) },
        ],
        [
            .. _plan.Variants.Zip(Variants, (variant, trials) => new ReportRow(
                variant.Label, variant.Key.Name, trials.Reused, trials.ToTrain, trials.SecondsEach > 0 ? trials.SecondsEach : ReportCell.Empty)),
        ]);

    /// <summary>The forecast in words, one line a fact.</summary>
    public IReadOnlyList<string> Describe() =>
    [
        $"{_plan.Variants.Count} variants × {_plan.Seeds.Count} seeds = {Trials} trials: {Reused} finished before, {ToTrain} to train",
        .. ToTrain == 0 ? Array.Empty<string>() : [$"{(StopsEarly ? "at most " : "")}about {Duration()} with {Workers} at a time, judged by {Evidence()}"],
    ];

    private bool StopsEarly => _plan.Variants.Any(variant => variant.Recipe.EarlyStopping is not null);

    private string Duration()
    {
        var time = TimeSpan.FromSeconds(Math.Ceiling(Seconds));
        return time.TotalMinutes < 1 ? $"{time.TotalSeconds:0} s" : time.TotalHours < 1 ? $"{time:m\\:ss} min" : $"{(int)time.TotalHours}:{time:mm} h";
    }

    private string Evidence() =>
        _probed == 0 ? "recorded trials of the same variants"
        : _probed == Variants.Count ? "a few updates of each variant"
        : $"recorded trials, and a few updates of the {_probed} {(_probed == 1 ? "variant" : "variants")} without any";

    private static ILookup<string, double> Recorded(IRunStore? store) =>
        (store?.List(new RunFilter { Kind = RunKind.Trial }) ?? [])
        .Where(run => run.Status.IsResult())
        .ToLookup(run => WithoutSeed(run.Start.RecipeJson), run => run.Seconds, StringComparer.Ordinal);

    private static string WithoutSeed(string recipe)
    {
        JsonObject document = JsonNode.Parse(recipe)!.AsObject();
        document.Remove("seed");
        return document.ToJsonString();
    }
}

/// <summary>Trials of one variant.</summary>
/// <param name="Reused">Those that the store holds finished.</param>
/// <param name="ToTrain">Those that would be trained.</param>
/// <param name="SecondsEach">Seconds that one takes; 0 where none is to train and none is recorded.</param>
public sealed record VariantForecast(int Reused, int ToTrain, double SecondsEach);
