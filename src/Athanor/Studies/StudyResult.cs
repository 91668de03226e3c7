using System.Text.Json.Nodes;
using Athanor.Evaluation;
using Athanor.Recording;
using Athanor.Reporting;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Studies;

/// <summary>What a study has found: every trial, and the statistics over them.</summary>
public sealed class StudyResult
{
    private readonly TrialResult[][] _trials;
    private readonly StudyTable[] _tables;

    private StudyResult(StudyPlan plan, IReadOnlyList<TrialResult> results, IRunStore? store)
    {
        Plan = plan;
        results = [.. results.Select(result => GapMetric.With(result, plan.Metrics, metric => MetricChoice.HigherIsBetter(metric, plan.Variants[0].Recipe)))];
        _trials = [.. plan.Variants.Select((_, variant) => plan.Seeds.Select((_, seed) => results[(seed * plan.Variants.Count) + variant]).ToArray())];
        TrialResult? measured = results.FirstOrDefault(result => result.Metrics.Count > 0);
        Metrics = plan.Metrics ?? (measured is null ? ["test/loss"] : MetricChoice.ByTask(measured.Metrics.Keys));
        MetricChoice.RefuseUnmeasured(Metrics, results);
        int? baseline = IndexOf(key => key.IsBaseline);
        int? full = IndexOf(key => key.Components.Count == plan.Components.Count);
        _tables = [.. Metrics.Select(metric => StudyTable.Of(ValuesOf(metric), baseline, full, plan.Alpha, plan.Confidence))];
        Effects = StudyEffects.Of([.. plan.Components.Select(component => component.Declaration)], plan.Designs, NumbersOf(Metrics[0]));
        Curves = store is null ? [] : StudyCurves.Read(store, this);
    }

    /// <summary>What was planned.</summary>
    public StudyPlan Plan { get; }

    /// <summary>What in the variants that were trained is likely not meant so.</summary>
    public IReadOnlyList<RecipeWarning> Warnings { get; internal set; } = [];

    /// <summary>What is compared; the first is tested.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Main effects, interactions and Shapley values of the first metric, or null where the designs don't allow them.</summary>
    public StudyEffects? Effects { get; }

    /// <summary>Trials that were trained now.</summary>
    public int Trained => All.Count(trial => !trial.Reused && trial.Status.IsResult());

    /// <summary>Trials that were found in the store.</summary>
    public int Reused => All.Count(trial => trial.Reused && trial.Status.IsResult());

    /// <summary>Trials that crashed, twice.</summary>
    public int Failed => All.Count(trial => trial.Status == RunStatus.Failed);

    /// <summary>Trials that diverged.</summary>
    public int Diverged => All.Count(trial => trial.Status == RunStatus.Diverged);

    /// <summary>Whether every cell of the table has its trials; a diverged trial is a result.</summary>
    public bool IsComplete => All.All(trial => trial.Status.IsResult());

    /// <summary>Whether a trial has no values: it diverged or failed.</summary>
    internal bool HasGaps => All.Any(trial => trial.Status != RunStatus.Completed);

    internal IReadOnlyList<VariantCurves> Curves { get; }

    private IEnumerable<TrialResult> All => _trials.SelectMany(row => row);

    /// <summary>The trials of a variant, in the order of the seeds.</summary>
    public IReadOnlyList<TrialResult> TrialsOf(int variant) => _trials[variant];

    /// <summary>The statistics of a metric: one row a variant.</summary>
    /// <param name="metric">One of <see cref="Metrics"/>.</param>
    public StudyTable TableOf(string metric) => _tables[Metrics.ToList().IndexOf(metric)];

    /// <summary>The study's table: rows A (baseline), A+B, …, a column a metric, parameters and seconds beside them.</summary>
    public ReportTable ToTable() => StudyTables.Main(this);

    /// <summary>Every table: the study's own, the comparison with the full system, and the effects where the design allows them.</summary>
    public IReadOnlyList<ReportTable> ToTables() => [.. StudyTables.All(this)];

    /// <summary>The result in words: what is better than the baseline, what is worse, where no difference is shown; or why there is no verdict.</summary>
    public string Verdict() => StudyVerdict.Sentence(this);

    /// <summary>The table and the effects as Markdown.</summary>
    public string ToMarkdown() => string.Join('\n', ToTables().Select(MarkdownTable.Render));

    /// <summary>The table and the effects as LaTeX (booktabs).</summary>
    public string ToLatex() => string.Join('\n', StudyTables.All(this).Select(table => LatexTable.Render(table)));

    /// <summary>The table as CSV, with full precision.</summary>
    public string ToCsv() => CsvTable.Render(ToTable());

    /// <summary>The whole result as a document: see <c>docs/json/ablate.schema.json</c>.</summary>
    public JsonObject ToJson() => StudyJson.Write(this);

    /// <summary>The report as an object, for an HTML page.</summary>
    public ReportPage ToReport() => StudyReport.Page(this);

    internal static StudyResult Of(StudyPlan plan, IReadOnlyList<TrialResult> results, IRunStore? store) => new(plan, results, store);

    internal double? ValueOf(int variant, int seed, string metric) =>
        _trials[variant][seed] is { Status: RunStatus.Completed } trial && trial.Metrics.TryGetValue(metric, out double value) ? value : null;

    /// <summary>What the best constant answer reaches, where every trial says the same; else null.</summary>
    internal double? ConstantOf(string metric)
    {
        double[] values = [.. All.Select(trial => trial.Metrics.TryGetValue(MetricNames.Of(MetricNames.Constant, metric), out double value) ? value : double.NaN)
            .Where(double.IsFinite).Distinct()];
        return values.Length == 1 ? values[0] : null;
    }

    private int? IndexOf(Func<VariantKey, bool> wanted)
    {
        int index = Plan.Variants.ToList().FindIndex(variant => wanted(variant.Key));
        return index < 0 ? null : index;
    }

    private IReadOnlyList<TrialValue>[] ValuesOf(string metric) =>
        [.. _trials.Select(row => row.Select(trial => ValueOf(trial, metric)).ToArray())];

    private static TrialValue ValueOf(TrialResult trial, string metric) => trial.Status switch
    {
        RunStatus.Completed => TrialValue.Completed(trial.Metrics.GetValueOrDefault(metric, double.NaN)),
        RunStatus.Diverged => TrialValue.Diverged,
        RunStatus.Failed => TrialValue.Failed,
        _ => TrialValue.Missing,
    };

    private Dictionary<VariantKey, IReadOnlyList<double?>> NumbersOf(string metric) =>
        Plan.Variants.Select((variant, row) => (variant.Key, Values: (IReadOnlyList<double?>)[.. Plan.Seeds.Select((_, seed) => ValueOf(row, seed, metric))]))
            .ToDictionary(entry => entry.Key, entry => entry.Values);
}
