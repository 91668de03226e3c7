using System.Diagnostics;
using Athanor.Diagnosis.Treatments;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Diagnosis.Repairs;

/// <summary>Tries treatments until something heals: one at a time, then pairs, then a third on top of the best pair; and takes from what heals all that it does not need.</summary>
internal sealed class RepairSearch : IDisposable
{
    /// <summary>Loss left by which two healed trainings are alike: then the one that the finding names first is taken.</summary>
    private const double Alike = 0.02;

    /// <summary>How many findings a divergence counts for where the order of further sets is chosen.</summary>
    private const int Diverged = 10;

    /// <summary>How many of the pairs get a third treatment.</summary>
    private const int BestPairs = 3;

    /// <summary>Loss left that a change left out may cost: what another seed might make.</summary>
    private const double Tolerance = 0.05;

    private readonly DiagnosisResult _diagnosis;
    private readonly Recipe _sick;
    private readonly RepairOptions _options;
    private readonly Healing _healing;
    private readonly TrialQueue _queue;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<RepairAttempt> _tried = [];
    private int _leftUntried;

    public RepairSearch(DiagnosisResult diagnosis, Recipe sick, RepairOptions options, IRunStore store, CancellationToken cancellation)
    {
        (_diagnosis, _sick, _options, _cancellation) = (diagnosis, sick, options, cancellation);
        _healing = new Healing(diagnosis);
        _deadline = new CancellationTokenSource(options.Budget);
        _queue = new TrialQueue(store, new TrialQueueOptions { Workers = options.Workers, Launch = options.Launch, Retrain = options.Retrain, Observer = options.Observer });
    }

    public async Task<Repair> RunAsync()
    {
        Treatment[] treatments = [.. _diagnosis.Findings.SelectMany(finding => finding.Treatments).DistinctBy(treatment => treatment.Name, StringComparer.Ordinal)];
        TreatmentSet[] singles = [.. Distinct(treatments.Select(TreatmentSet.None(_sick).With))];
        RepairAttempt[] first = await TryAsync(RepairStage.Single, singles, untilHealed: false).ConfigureAwait(false);
        RepairAttempt? healed = Chosen(first);
        if (healed is null)
        {
            healed = await PairsAsync(singles, first).ConfigureAwait(false);
        }

        (RepairAttempt? smallest, IReadOnlyList<RecipeChange> changes) = healed is null ? (null, []) : await SmallestAsync(healed).ConfigureAwait(false);
        return new Repair
        {
            Diagnosis = _diagnosis,
            Sick = _sick,
            Recipe = smallest?.Recipe ?? _sick,
            Healed = smallest is not null || _diagnosis.Findings.Count == 0,
            Treatments = smallest is null ? [] : [.. Needed(smallest)],
            Changes = [.. changes],
            Measure = LossLeft.Name(_healing.OnValidation),
            Before = _healing.Before,
            After = smallest?.Left ?? _healing.Before,
            Tried = _tried,
            LeftUntried = _leftUntried,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }

    public void Dispose() => _deadline.Dispose();

    /// <summary>Two together: what came furthest alone first, with what the clinic names for what it still has, then with the other treatments.</summary>
    private async Task<RepairAttempt?> PairsAsync(TreatmentSet[] singles, RepairAttempt[] first)
    {
        TreatmentSet[] pairs = [.. Distinct(Promising(singles, first).SelectMany(one => Further(one, singles)))];
        RepairAttempt[] second = await TryAsync(RepairStage.Pair, pairs, untilHealed: true).ConfigureAwait(false);
        if (second.FirstOrDefault(attempt => attempt.Healed) is { } healed)
        {
            return healed;
        }

        TreatmentSet[] triples = [.. Distinct(Promising(pairs, second).Take(BestPairs).SelectMany(pair => Further(pair, singles)))];
        return (await TryAsync(RepairStage.Triple, triples, untilHealed: true).ConfigureAwait(false)).FirstOrDefault(attempt => attempt.Healed);
    }

    /// <summary>The sets that were tried, those with the fewest severe findings and then the least loss first.</summary>
    private static IEnumerable<TreatmentSet> Promising(IEnumerable<TreatmentSet> sets, RepairAttempt[] attempts) => sets
        .Select(set => (Set: set, Attempt: attempts.FirstOrDefault(attempt => attempt.Recipe == set.Recipe)))
        .Where(each => each.Attempt is { Run.Length: > 0 })
        .OrderBy(each => each.Attempt!.Findings.Count + (double.IsFinite(each.Attempt.Left) ? 0 : Diverged))
        .ThenBy(each => each.Attempt!.Left)
        .Select(each => each.Set);

    /// <summary>The set with one more: what its own findings name, a stronger dose of itself among it, then what the sick recipe's name.</summary>
    private IEnumerable<TreatmentSet?> Further(TreatmentSet set, TreatmentSet[] singles)
    {
        ValueList<string> findings = Known(set.Recipe)!.Findings;
        IEnumerable<Treatment> named = findings.Count > 0 ? findings.SelectMany(Remedies.For) : Remedies.For("no-learning");
        return named.Concat(singles.Select(single => single.Treatments[0])).DistinctBy(treatment => treatment.Name, StringComparer.Ordinal).Select(set.With);
    }

    /// <summary>The healed attempt that is taken: of those that are about as good as the best, the one that was named first.</summary>
    private static RepairAttempt? Chosen(RepairAttempt[] attempts)
    {
        RepairAttempt[] healed = [.. attempts.Where(attempt => attempt.Healed)];
        double least = healed.Select(attempt => attempt.Left).DefaultIfEmpty(0).Min();
        return healed.FirstOrDefault(attempt => attempt.Left <= least + Alike);
    }

    /// <summary>Leaves out one change after another, as long as what is left still heals.</summary>
    private async Task<(RepairAttempt Smallest, IReadOnlyList<RecipeChange> Changes)> SmallestAsync(RepairAttempt healed)
    {
        if (RecipeChanges.Between(_sick, healed.Recipe) is not { } changes)
        {
            return (healed, []);
        }

        (RepairAttempt smallest, List<RecipeChange> kept) = (healed, [.. changes.All]);
        while (kept.Count > 1)
        {
            (RecipeChange Change, Recipe Recipe)[] fewer =
            [
                .. kept.Select(change => (change, changes.With([.. kept.Where(other => other != change)]))).Where(each => each.Item2 is not null).Select(each => (each.change, each.Item2!)),
            ];
            RepairAttempt[] without = await AblateAsync(healed, smallest, fewer).ConfigureAwait(false);
            if (Chosen([.. without.Where(attempt => attempt.Left <= healed.Left + Tolerance)]) is not { } enough)
            {
                break;
            }

            smallest = enough;
            kept.Remove(fewer.First(each => each.Recipe == enough.Recipe).Change);
        }

        return (smallest, kept);
    }

    private async Task<RepairAttempt[]> AblateAsync(RepairAttempt healed, RepairAttempt smallest, IReadOnlyList<(RecipeChange Change, Recipe Recipe)> fewer)
    {
        string[] gone = smallest.Without is { } before ? [before] : [];
        Wanted[] wanted =
        [
            .. fewer.Where(each => Known(each.Recipe) is null)
                .Select(each => new Wanted(RepairStage.Ablation, healed.Treatments, each.Recipe, string.Join(" − ", [.. gone, each.Change.Path]))),
        ];
        RepairAttempt[] trained = await TrainAsync(wanted, untilHealed: false).ConfigureAwait(false);
        return [.. fewer.Select(each => trained.FirstOrDefault(attempt => attempt.Recipe == each.Recipe) ?? Known(each.Recipe)).OfType<RepairAttempt>()];
    }

    /// <summary>Of the treatments those of which the smallest set still holds a change.</summary>
    private IEnumerable<string> Needed(RepairAttempt smallest)
    {
        HashSet<string> kept = [.. RecipeChanges.Between(_sick, smallest.Recipe)?.All.Select(change => change.Path) ?? []];
        return smallest.Treatments.Where(name =>
            kept.Count == 0
            || Remedies.All.First(treatment => treatment.Name == name).Apply(_sick) is not { } alone
            || RecipeChanges.Between(_sick, alone) is not { } own
            || own.All.Any(change => kept.Contains(change.Path)));
    }

    private Task<RepairAttempt[]> TryAsync(RepairStage stage, IReadOnlyList<TreatmentSet> sets, bool untilHealed) =>
        TrainAsync([.. sets.Select(set => new Wanted(stage, [.. set.Treatments.Select(treatment => treatment.Name)], set.Recipe, null))], untilHealed);

    private async Task<RepairAttempt[]> TrainAsync(IReadOnlyList<Wanted> wanted, bool untilHealed)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        if (_deadline.IsCancellationRequested)
        {
            _leftUntried += wanted.Count;
            return [];
        }

        Trial[] trials = [.. wanted.Select(TrialOf)];
        bool enough = false;
        bool GoOn(Trial trial, TrialResult result) => !(enough |= untilHealed && _healing.Missing(result).Length == 0);
        TrialResult?[] results = await _queue.RunWhileAsync(trials, GoOn, _deadline.Token, _cancellation).ConfigureAwait(false);
        _leftUntried += enough ? 0 : results.Count(result => result is null);
        RepairAttempt[] attempts = [.. wanted.Zip(results).Where(pair => pair.Second is not null).Select(pair => Judged(pair.First, pair.Second!))];
        _tried.AddRange(attempts);
        return attempts;
    }

    private RepairAttempt Judged(Wanted wanted, TrialResult result)
    {
        string missing = _healing.Missing(result);
        return new RepairAttempt
        {
            Stage = wanted.Stage,
            Treatments = wanted.Treatments,
            Without = wanted.Without,
            Recipe = wanted.Recipe,
            Healed = missing.Length == 0,
            Reason = missing,
            Left = LossLeft.Of(result.Status, result.Metrics, _healing.OnValidation),
            Findings = [.. result.Findings.Select(finding => finding.Symptom)],
            Seconds = result.Seconds,
            Run = result.Run,
            Reused = result.Reused,
        };
    }

    private Trial TrialOf(Wanted wanted) => new()
    {
        Study = $"repair of {_options.Name}",
        Variant = string.Join('+', wanted.Treatments) + (wanted.Without is null ? "" : $" without {wanted.Without}"),
        Recipe = wanted.Recipe,
        Key = TrialKey.Of(wanted.Recipe, _options.Context, ClinicWatch.WatchName),
        Context = _options.Context,
        Watch = ClinicWatch.WatchName,
    };

    private RepairAttempt? Known(Recipe recipe) => _tried.FirstOrDefault(attempt => attempt.Recipe.Fingerprint() == recipe.Fingerprint());

    /// <summary>Those that are something, that differ from each other, and that were not tried before.</summary>
    private IEnumerable<TreatmentSet> Distinct(IEnumerable<TreatmentSet?> sets) =>
        sets.OfType<TreatmentSet>().Where(set => set.Recipe.Fingerprint() != _sick.Fingerprint() && Known(set.Recipe) is null).DistinctBy(set => set.Recipe.Fingerprint(), StringComparer.Ordinal);

    private sealed record Wanted(RepairStage Stage, ValueList<string> Treatments, Recipe Recipe, string? Without);
}
