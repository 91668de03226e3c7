using System.Diagnostics;
using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>Trains a recipe from its first step to its final evaluation: the loop on top of <see cref="TrainingSession"/>.</summary>
/// <remarks>
/// The result depends on the recipe and its data alone. Metrics named <c>train/…</c>, <c>validation/…</c> and <c>test/…</c> are measured once at the
/// end, in evaluation mode, on the last weights, or the best with <see cref="Recipe.RestoreBest"/>; with an average of the weights also as
/// <c>ema/train/…</c> and so on.
/// </remarks>
public sealed partial class Trainer : IDisposable
{
    private readonly Recipe _recipe;
    private readonly DataSplit _data;
    private readonly bool _ownsData;
    private readonly string _dataFolder = "";
    private readonly TrainingSession _session;
    private readonly Batches _batches;
    private readonly EarlyStopping? _earlyStopping;
    private readonly bool _higherIsBetter;
    private BestWeights? _best;
    private readonly string _bestMetric;
    private readonly (string Metric, bool HigherIsBetter) _keptBy;
    private readonly Stopwatch _training = new();
    private long _samplesSinceReport;
    private TimeSpan _reported;
    private string? _completedEarly;
    private TrainingCursor _cursor;
    private long _stepsBeforeEpoch;

    /// <summary>Prepares to train on the recipe's own data.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="context">Where relative paths start; the working folder where null.</param>
    /// <exception cref="RecipeException">The recipe makes no sense, its data can't be read, or the two don't fit.</exception>
    public Trainer(Recipe recipe, DataContext? context = null)
        : this(recipe, TrainingData.Prepare(recipe, context ?? new DataContext(Environment.CurrentDirectory)), ownsData: true)
    {
        _dataFolder = Path.GetFullPath(context?.BaseFolder ?? Environment.CurrentDirectory);
    }

    /// <summary>Prepares to train on data that are divided already; the caller goes on owning them.</summary>
    public Trainer(Recipe recipe, DataSplit data)
        : this(recipe, data, ownsData: false)
    {
    }

    /// <summary>For a diagnosis, which also trains a model that ends in the activation that its loss applies, and says so. The caller goes on owning the data.</summary>
    internal static Trainer ForDiagnosis(Recipe recipe, DataSplit data) => new(recipe, data, ownsData: false, trainsMismatch: true);

    private Trainer(Recipe recipe, DataSplit data, bool ownsData, bool trainsMismatch = false)
    {
        (_recipe, _data, _ownsData) = (recipe, data, ownsData);
        _bestMetric = recipe.EarlyStopping?.Metric ?? MetricNames.Of(MetricNames.Validation, MetricNames.Loss);
        try
        {
            TrainingData.Check(recipe, data);
            _higherIsBetter = DefaultMetrics.HigherIsBetter(_bestMetric, recipe, data.Task, RecipePath.Root.Key("earlyStopping").Key("metric"));
            _keptBy = KeptBy();
            _earlyStopping = recipe.EarlyStopping is { } spec ? new EarlyStopping(spec, _higherIsBetter) : null;
            _best = recipe.RestoreBest ? new BestWeights(_higherIsBetter) : null;
            _batches = new Batches(data.Training, recipe.BatchSize.SamplesOf(checked((int)data.Training.Count)), recipe.Sampler, recipe.Seed, recipe.DropLast);
            var plan = TrainingPlan.Of(recipe, data.Training.Count, data.Validation?.Count ?? 0, data.Test?.Count ?? 0);
            plan = plan with { Warnings = RecipeWarnings.Of(recipe, data.Task, plan) };
            _session = new TrainingSession(recipe, data.Task, plan, trainsMismatch);
            try
            {
                _session.DryRun(data.Training);
            }
            catch (RecipeException refusal) when (trainsMismatch && refusal.Code == "batch-of-one")
            {
                // A diagnosis has a finding for it, and takes no step.
            }
        }
        catch
        {
            _session?.Dispose();
            if (ownsData)
            {
                data.Dispose();
            }

            throw;
        }
    }

    /// <summary>Who watches, in the order in which they are told.</summary>
    public IList<ITrainingObserver> Observers { get; } = [];

    /// <summary>The session: its model holds the final weights once <see cref="Run"/> is over.</summary>
    public TrainingSession Session => _session;

    /// <summary>The names of the final metrics: of the model, and of its average, on each part there is.</summary>
    internal IReadOnlyList<string> FinalMetricNames =>
    [
        .. _session.MetricsOf(MetricNames.Train),
        .. _data.Validation is null ? [] : _session.MetricsOf(MetricNames.Validation),
        .. _data.Test is null ? [] : _session.MetricsOf(MetricNames.Test),
    ];

    /// <summary>The weights of the best look, and what it measured; null where there was none, or nobody asked to keep them.</summary>
    internal (IReadOnlyDictionary<string, Tensor> Weights, IReadOnlyDictionary<string, Tensor>? Average, long Step, IReadOnlyDictionary<string, double> Metrics)? Best =>
        _best is { Step: > 0 } best ? (best.Weights, best.Average, best.Step, best.Metrics) : null;

    /// <summary>Trains until the budget is used up, the recipe stops early, an observer asks for it, the loss is not finite, or it is cancelled.</summary>
    /// <param name="cancellation">Ends the training after the step under way; what came of it is reported as interrupted.</param>
    public RunReport Run(CancellationToken cancellation = default)
    {
        foreach (ITrainingObserver observer in Observers)
        {
            observer.OnStart(new TrainingContext(_recipe, _session, _data));
            observer.OnStart(_session.Plan with { Parameters = _session.Parameters });
        }

        RestoreObservers();
        _training.Start();
        Pretrain(cancellation);
        while (!Ended(cancellation) && _cursor.Epoch < (_recipe.Epochs ?? int.MaxValue))
        {
            TrainEpoch(cancellation);
        }

        if (cancellation.IsCancellationRequested)
        {
            Save();
        }

        _training.Stop();
        RunReport report = Report(cancellation);
        foreach (ITrainingObserver observer in Observers)
        {
            observer.OnEnd(report);
        }

        return report;
    }

    /// <summary>Keeps the weights of the best look at the validation part beside the last ones.</summary>
    internal void KeepBest() => _best ??= _data.Validation is null ? null : new BestWeights(_higherIsBetter);

    /// <inheritdoc/>
    public void Dispose()
    {
        _resume?.Dispose();
        _best?.Dispose();
        _session.Dispose();
        if (_ownsData)
        {
            _data.Dispose();
        }
    }

    /// <summary>One epoch, from the cursor to its end or to the training's.</summary>
    private void TrainEpoch(CancellationToken cancellation)
    {
        (_, int epoch, long index) = _cursor;
        if (index == 0)
        {
            _session.BeginEpoch(epoch);
            _stepsBeforeEpoch = _session.Steps;
        }

        // A batch that has begun is finished: cancellation is looked at between steps, so that what is kept is a whole update.
        foreach (Batch batch in _batches.Epoch(epoch, index, CancellationToken.None))
        {
            StepReport step = _session.Step(batch, lastOfEpoch: ++index == _batches.Count);
            step.BatchIndex = index - 1;
            _samplesSinceReport += batch.Size;
            foreach (ITrainingObserver observer in Observers)
            {
                observer.OnStep(step);
            }

            if ((step.Updated || step.Skipped) && _recipe.Validation.EverySteps is { } every && _session.Steps % every == 0 && index < _batches.Count)
            {
                Look(epoch, epochEnded: false, validate: true);
            }

            _cursor = _cursor with { Batch = index };
            _saveIsDue |= IsSaveDue(step);
            if (Ended(cancellation))
            {
                break;
            }

            if (_saveIsDue && index < _batches.Count)
            {
                Save();
            }
        }

        bool completed = index == _batches.Count && _session.Divergence is null;
        // Where the best weights are put back, the last ones are candidates too, whenever the budget ends.
        bool lastChance = _best is not null && _session.Divergence is null && _session.Steps >= _session.Plan.Updates;
        if (completed)
        {
            Look(epoch, epochEnded: true, lastChance || ValidatesAfter(epoch));
            _cursor = new TrainingCursor(_cursor.Stage, epoch + 1, Batch: 0);
            _saveIsDue |= IsSaveDue(_cursor);
            RecipePath.Root.Require(
                _session.Steps > _stepsBeforeEpoch, "a whole epoch held nothing that counts: every place is masked, or every weight is 0", nameof(Recipe.Data));
        }
        else if (lastChance)
        {
            Look(epoch, epochEnded: false, validate: true);
        }

        if (_saveIsDue)
        {
            Save();
        }
    }

    private bool ValidatesAfter(int epoch) => _recipe.Validation switch
    {
        { EverySteps: { } steps } => _session.Steps % steps == 0,
        { EveryEpochs: var epochs } => (epoch + 1) % epochs!.Value == 0,
    };

    /// <summary>Measures, lets plateau, early stopping and best weights know, and tells the observers.</summary>
    private void Look(int epoch, bool epochEnded, bool validate)
    {
        _training.Stop();
        TimeSpan spent = Elapsed - _reported;
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        if (validate && _data.Validation is { } validation)
        {
            Merge(metrics, _session.Evaluate(MetricNames.Validation, validation));
            Merge(metrics, _session.EvaluateAverage(MetricNames.Validation, validation));
            _session.ReportMetrics(metrics);
            _best?.Look(_session, metrics, _bestMetric);
            _completedEarly ??= _earlyStopping?.Look(metrics);
        }

        if (epochEnded)
        {
            Merge(metrics, _session.RunningMetrics());
        }

        var report = new EpochReport(_session.RequestStop)
        {
            Epoch = epoch,
            Step = _session.Steps,
            EpochEnded = epochEnded,
            Metrics = metrics,
            LearningRate = _session.LearningRate,
            Samples = _samplesSinceReport,
            Seconds = spent.TotalSeconds,
        };
        foreach (ITrainingObserver observer in Observers)
        {
            observer.OnEpoch(report);
        }

        _samplesSinceReport = 0;
        _reported = Elapsed;
        _lastLook = (_session.Steps, metrics);
        _training.Start();
    }

    private bool Ended(CancellationToken cancellation) =>
        _session.Divergence is not null || _session.StopReason is not null || _completedEarly is not null
        || _session.Steps >= _session.Plan.Updates || cancellation.IsCancellationRequested;

    private static void Merge(SortedDictionary<string, double> metrics, IReadOnlyDictionary<string, double> more)
    {
        foreach ((string name, double value) in more)
        {
            metrics[name] = value;
        }
    }
}
