using System.Diagnostics;
using Athanor.Data;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Tuning;

/// <summary>Finds a recipe's clipping threshold by experiment: trains without clipping, then with thresholds on a log grid around the norms that were seen.</summary>
/// <remarks>
/// <para>The first seed's run without clipping is watched step by step. The grid reaches from a hundredth of its small norms (10th percentile) to its largest, and
/// grows downward until smaller thresholds are worse, so that both ends are seen: too large still diverges or does nothing, too small learns slowly. At last it closes in on the best from both sides.</para>
/// <para>The recipe's own clipping is replaced; thresholds are on the 2-norm (<see cref="ClipByNorm"/>).</para>
/// </remarks>
public sealed class ClippingSearch
{
    /// <summary>How often the grid may grow downward by a decade.</summary>
    private const int MostGrowth = 3;

    /// <summary>Trials that growing may add a seed, foreseen by a budget.</summary>
    private const int Foreseen = 11;

    /// <summary>With fewer updates a trial says nothing about learning.</summary>
    private const long FewestSteps = 20;

    private static readonly TimeSpan JudgingLimit = TimeSpan.FromSeconds(2);
    private readonly Recipe _recipe;
    private readonly DataContext _context;

    /// <summary>A search for <paramref name="recipe"/>.</summary>
    /// <param name="name">What its trials are called in the store.</param>
    /// <param name="recipe">What is trained; its clipping and seed are replaced.</param>
    /// <param name="context">Where relative paths start; the working folder where null.</param>
    public ClippingSearch(string name, Recipe recipe, DataContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        (Name, _recipe, _context) = (name, recipe, context ?? new DataContext(Environment.CurrentDirectory));
    }

    /// <summary>What its trials are called.</summary>
    public string Name { get; }

    /// <summary>Trains and judges.</summary>
    /// <param name="options">Seeds, length, metric, store, workers.</param>
    /// <param name="cancellation">Ends it; what had finished is kept in the store.</param>
    /// <exception cref="RecipeException">The recipe can't be trained, or an option makes no sense for it.</exception>
    /// <exception cref="StoreException">The store could not be written.</exception>
    public async Task<ClippingSearchResult> RunAsync(ClippingSearchOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ClippingSearchOptions();
        Check(options);
        var elapsed = Stopwatch.StartNew();
        using var memory = options.Store is null ? new MemoryRunStore() : null;
        IRunStore store = options.Store ?? memory!;
        Recipe recipe = Shortened(_recipe with { Clipping = new NoClipping(), Seed = options.Seeds[0] }, options);
        (NormRecording norms, string metric, long steps) = Record(recipe, options.Metric, store, cancellation);
        bool higherIsBetter = MetricChoice.HigherIsBetter(metric, recipe);
        var queue = new TrialQueue(store, new TrialQueueOptions { Workers = options.Workers, Retrain = options.Retrain, Launch = options.Launch, Observer = options.Observer });
        var results = new List<TrialResult>();
        var candidates = new List<ClippingCandidate>();
        async Task TryAsync(IEnumerable<double?> thresholds)
        {
            double?[] these = [.. thresholds];
            if (these.Length == 0)
            {
                return;
            }

            Trial[] trials = [.. options.Seeds.SelectMany(seed => these.Select(threshold => TrialOf(recipe, threshold, seed)))];
            IReadOnlyList<TrialResult> came = await queue.RunAsync(trials, cancellation).ConfigureAwait(false);
            results.AddRange(came);
            candidates.AddRange(these.Select((threshold, i) =>
                CandidateOf(threshold, norms, [.. Enumerable.Range(0, options.Seeds.Count).Select(seed => came[(seed * these.Length) + i])], metric)));
        }

        await TryAsync([.. ThresholdGrid.Of(norms).Select(threshold => (double?)threshold), null]).ConfigureAwait(false);
        IReadOnlyList<ClippingCandidate> judged = ClippingVerdicts.Of(candidates, higherIsBetter);
        for (int grown = 0; grown < MostGrowth && judged[0].MaxNorm is { } least && !ClippingVerdicts.ShowsLowerEnd(judged) && !IsOver(options, elapsed); grown++)
        {
            await TryAsync(ThresholdGrid.Below(least).Select(threshold => (double?)threshold)).ConfigureAwait(false);
            judged = ClippingVerdicts.Of(candidates, higherIsBetter);
        }

        await TryAsync(ThresholdGrid.Around(judged).Where(_ => !IsOver(options, elapsed)).Select(threshold => (double?)threshold)).ConfigureAwait(false);
        judged = ClippingVerdicts.Of(candidates, higherIsBetter);
        return new ClippingSearchResult
        {
            Name = Name,
            Metric = metric,
            HigherIsBetter = higherIsBetter,
            Seeds = options.Seeds,
            Steps = steps,
            Unclipped = norms,
            Candidates = [.. judged],
            Trained = results.Count(result => !result.Reused && result.Status != RunStatus.Failed),
            Reused = results.Count(result => result.Reused),
            Failed = results.Count(result => !result.Reused && result.Status == RunStatus.Failed),
        };
    }

    private static bool IsOver(ClippingSearchOptions options, Stopwatch elapsed) => options.Budget is { } budget && elapsed.Elapsed >= budget;

    private static void Check(ClippingSearchOptions options)
    {
        var at = RecipePath.Root;
        at.Require(options.Seeds.Count > 0, "name a seed at least", nameof(options.Seeds));
        at.AtLeast(options.Steps ?? 1, 1, nameof(options.Steps));
        at.Require(options.Budget is not { } budget || budget > TimeSpan.Zero, "takes a time above 0", nameof(options.Budget));
        at.Require(options.Budget is null || options.Steps is null, "a budget chooses the steps; give one of the two", nameof(options.Budget));
    }

    private static void CheckMetric(string metric, IReadOnlyList<string> measured)
    {
        var at = RecipePath.Root.Key("metric");
        if (!measured.Contains(metric, StringComparer.Ordinal))
        {
            throw at.Refusal("unknown-metric", $"the recipe does not measure '{metric}'{Suggestion.For(metric, measured)}; it measures {string.Join(", ", measured)}");
        }

        if (metric.Split('/').Contains(MetricNames.Test, StringComparer.Ordinal))
        {
            throw at.Refusal("out-of-range", $"'{metric}' is of the test part, which would then judge a threshold that it has chosen; take one of the validation or training part");
        }
    }

    /// <summary>The recipe with the updates that were asked for, or that fit the budget.</summary>
    private Recipe Shortened(Recipe recipe, ClippingSearchOptions options)
    {
        if (options.Budget is not { } budget)
        {
            return options.Steps is { } steps ? recipe with { Epochs = null, Steps = steps } : recipe;
        }

        // With the steps of the weights bounded the judged updates are usual ones, not those of a training that breaks off.
        Recipe probe = recipe with { Clipping = new ClipByNorm { MaxNorm = 1e-3 } };
        using var runner = new TrialRunner();
        double seconds = runner.Judge(probe, _context, JudgingLimit);
        long updates;
        using (DataSplit data = TrainingData.Prepare(recipe, _context))
        {
            updates = TrainingPlan.Of(recipe, data.Training.Count).Updates;
        }

        Trial[] alike = [.. Enumerable.Repeat(TrialOf(recipe, null, recipe.Seed), Foreseen * options.Seeds.Count)];
        int workers = new TrialQueueOptions { Workers = options.Workers, Launch = options.Launch }.WorkersFor(alike);
        long fitting = (long)(updates * budget.TotalSeconds / (seconds * (((double)alike.Length / workers) + 1)));
        if (fitting < Math.Min(updates, FewestSteps))
        {
            double needed = budget.TotalSeconds * Math.Min(updates, FewestSteps) / Math.Max(fitting, 1);
            throw RecipePath.Root.Refusal(
                "out-of-range", $"{budget.TotalSeconds:0} s are enough for {fitting} updates a trial, {FewestSteps} are the fewest; give about {Math.Ceiling(needed)} s, or fewer seeds", nameof(options.Budget));
        }

        return fitting < updates ? recipe with { Epochs = null, Steps = fitting } : recipe;
    }

    private (NormRecording Norms, string Metric, long Steps) Record(Recipe recipe, string? metric, IRunStore store, CancellationToken cancellation)
    {
        using var trainer = new Trainer(recipe, _context);
        IReadOnlyList<string> measured = trainer.FinalMetricNames;
        string validation = MetricNames.Of(MetricNames.Validation, MetricNames.Loss);
        metric ??= measured.Contains(validation, StringComparer.Ordinal) ? validation : MetricNames.Of(MetricNames.Train, MetricNames.Loss);
        CheckMetric(metric, measured);
        using IRunWriter writer = store.Begin(new RunStart
        {
            Name = $"{Name}/norms",
            RecipeJson = SpecWriter.ToJson(recipe),
            Fingerprint = recipe.Fingerprint(),
            Seed = recipe.Seed,
            EnvironmentJson = RunEnvironment.ToJson(),
        });
        var observer = new NormObserver();
        trainer.Observers.Add(observer);
        trainer.Observers.Add(new RunRecorder(writer, recipe.Run.RecordEverySteps));
        RunReport report = trainer.Run(cancellation);
        writer.Finish(RunEnd.Of(report));
        cancellation.ThrowIfCancellationRequested();
        var norms = new NormRecording { Run = writer.Id, Diverged = report.Status == TrainingStatus.Diverged, Steps = report.Steps, Norms = [.. observer.Norms] };
        return (norms, metric, trainer.Session.Plan.Updates);
    }

    private Trial TrialOf(Recipe recipe, double? threshold, long seed)
    {
        recipe = recipe with { Seed = seed, Clipping = threshold is { } bound ? new ClipByNorm { MaxNorm = bound } : new NoClipping() };
        return new Trial
        {
            Study = Name,
            Variant = ClippingSearchResult.Label(threshold),
            Recipe = recipe,
            Key = TrialKey.Of(recipe, _context),
            Context = _context,
        };
    }

    private static ClippingCandidate CandidateOf(double? threshold, NormRecording norms, IReadOnlyList<TrialResult> trials, string metric) => new()
    {
        MaxNorm = threshold,
        Cut = threshold is { } bound ? norms.ShareAbove(bound) : 0,
        Values = [.. trials.Select(trial => IsTrained(trial, metric) ? trial.Metrics[metric] : double.NaN)],
        Trained = trials.Count(trial => IsTrained(trial, metric)),
        Diverged = trials.Count(trial => trial.Status == RunStatus.Diverged),
        Failed = trials.Count(trial => trial.Status != RunStatus.Diverged && !IsTrained(trial, metric)),
    };

    private static bool IsTrained(TrialResult trial, string metric) =>
        trial.Status == RunStatus.Completed && trial.Metrics.TryGetValue(metric, out double value) && double.IsFinite(value);
}
