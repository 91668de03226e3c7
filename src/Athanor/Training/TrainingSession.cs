using Athanor.Data;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Training;

/// <summary>A recipe's model, optimizer and schedule behind one <see cref="Step"/>: for a loop of your own. <see cref="Trainer"/> is the loop built on it.</summary>
/// <remarks>
/// <para>The gradient of an update is that of (sum of terms) ÷ (sum of counts) over the window of batches behind it, so accumulation, masks, weights
/// and ragged last batches come out as if the window had been one batch.</para>
/// <para>Making a session seeds libtorch's generator with the recipe's seed and sets the number of threads; <see cref="Dispose"/> puts both back.
/// One session at a time in a process.</para>
/// <para>Its state is all that decides the next step: a session of the same recipe that restores it goes on bit for bit. Save it between two steps.</para>
/// </remarks>
public sealed class TrainingSession : IDisposable, ISavedState
{
    private readonly Recipe _recipe;
    private readonly Device _device;
    private readonly Module _module;
    private readonly IBatchModel _model;
    private readonly Optimizer _optimizer;
    private readonly UpdateStep _update;
    private readonly WeightAverage? _average;
    private readonly ScheduleFeedback? _feedback;
    private readonly IReadOnlyList<MetricSpec> _metrics;
    private readonly TaskInfo _task;
    private readonly AmbientState _ambient;
    private readonly StepReport _report;
    private readonly LossAverage _window = new();
    private readonly LossScaling _scaling;
    private readonly bool _isDouble;
    private readonly SavedParts _parts;
    private RunningMetrics? _running;
    private Tensor? _divisor;
    private double _divisorValue;

    /// <summary>Builds the recipe's model for <paramref name="task"/> with weights drawn from its seed.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="task">What the data ask of the model.</param>
    /// <param name="plan">The training's length, for schedules that reach to its end.</param>
    /// <exception cref="RecipeException">The recipe does not fit the task or this machine.</exception>
    public TrainingSession(Recipe recipe, TaskInfo task, TrainingPlan plan)
        : this(recipe, task, plan, trainsMismatch: false)
    {
    }

    /// <summary>As the public one; with <paramref name="trainsMismatch"/> a model that ends in the activation that its loss applies is not refused.</summary>
    internal TrainingSession(Recipe recipe, TaskInfo task, TrainingPlan plan, bool trainsMismatch)
    {
        SpecValidator.Check(recipe, RecipePath.Root);
        _recipe = recipe;
        _task = task;
        Plan = plan;
        _metrics = DefaultMetrics.Of(recipe, task);
        _device = DeviceName.Resolve(recipe.Device, RecipePath.Root.Key("device"));
        recipe.Schedule.Check(plan.Updates, MemberPath.Schedule(recipe));
        recipe.Average.Check(plan.Updates, MemberPath.Average(recipe));
        ModelMemory.RefuseBeyond(recipe, task, plan);
        _ambient = AmbientState.Enter(recipe.Seed, recipe.Threads);
        try
        {
            _module = recipe.Model.Build(task, RecipePath.Root.Key("model"));
            if (!trainsMismatch)
            {
                RefuseActivationInLoss(recipe, _module);
            }

            _module.to(_device);
            _module.train();
            _model = AutocastModel.Over(_module, recipe.Precision, _device);
            _optimizer = recipe.Optimizer.Build(_module);
            _update = new UpdateStep(_optimizer, recipe.Clipping, recipe.Regularization);
            _average = recipe.Average is NoAverage ? null : new WeightAverage(recipe.Average, _module.state_dict(), plan.Updates);
        }
        catch
        {
            _update?.Dispose();
            _optimizer?.Dispose();
            _module?.Dispose();
            _ambient.Dispose();
            throw;
        }

        _feedback = recipe.Schedule.NewFeedback(recipe.Optimizer.Lr);
        _scaling = new LossScaling(recipe.Precision.NewLossScale());
        Parameters = _module.parameters().Sum(parameter => parameter.numel());
        _isDouble = _module.parameters().Any(parameter => parameter.dtype == ScalarType.Float64);
        _parts = Parts();
        _report = new StepReport(RequestStop) { ParameterNames = [.. _optimizer.Parameters.Select(item => item.Name)] };
    }

    /// <summary>The module that is trained.</summary>
    public Module Model => _module;

    /// <summary>The average of the weights by the names of the model's state, live tensors; null without one, and before its first update.</summary>
    public IReadOnlyDictionary<string, Tensor>? Average => _average is { Exists: true } average ? average.Weights : null;

    /// <summary>The parameters that are trained, in the order of <see cref="StepReport.ParameterNames"/>.</summary>
    internal IReadOnlyList<(string Name, TorchSharp.Modules.Parameter Parameter)> Trained => _optimizer.Parameters;

    /// <summary>The training's length.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>Updates done, those that fp16 skipped among them.</summary>
    public long Steps { get; private set; }

    /// <summary>The epoch under way, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Numbers in the model's parameters.</summary>
    public long Parameters { get; }

    /// <summary>Where the training stopped being finite, or null. From then on <see cref="Step"/> refuses.</summary>
    public Divergence? Divergence { get; private set; }

    /// <summary>Why an observer wants the training to end, or null.</summary>
    public string? StopReason { get; private set; }

    /// <summary>The learning rate of the next update.</summary>
    public double LearningRate => _recipe.Schedule.LearningRate(Steps, _feedback?.Lr ?? _recipe.Optimizer.Lr, Plan.Updates);

    /// <summary>Updates that were skipped because a gradient overflowed under fp16; null where the loss is not scaled.</summary>
    public long? SkippedSteps => _scaling.Skipped;

    /// <summary>The regularization's penalty at the last update; null without one.</summary>
    public double? LastPenalty { get; private set; }

    /// <summary>Forward and backward on a batch, and an update where it fills the accumulation window.</summary>
    /// <param name="batch">Samples, on any device; the caller goes on owning them.</param>
    /// <param name="lastOfEpoch">Whether the window closes here although it is not full.</param>
    /// <returns>A report that the next call overwrites, its tensors with it.</returns>
    /// <exception cref="InvalidOperationException">The training has diverged, or <see cref="UseAverage"/> has not ended.</exception>
    public StepReport Step(Batch batch, bool lastOfEpoch = false)
    {
        if (Divergence is not null)
        {
            throw new InvalidOperationException($"the training has {Divergence}; make a new session");
        }

        if (_average is { InUse: true })
        {
            throw new InvalidOperationException("the model holds its averaged weights; dispose what UseAverage gave, then train on");
        }

        _report.Clear();
        using DisposeScope scope = NewDisposeScope();
        Batch local = _device.type == DeviceType.CPU ? batch : batch.To(_device);
        (LossTerms terms, Outputs outputs) = _recipe.Objective.Evaluate(Players.Main, _model, _recipe.Loss, local);
        _scaling.Backward(terms);
        _window.Add(terms);
        _running?.Add(terms, outputs.Prediction.detach(), local);

        _report.Epoch = Epoch;
        _report.Samples = batch.Size;
        _report.LearningRate = LearningRate;
        if (_window.Batches == _recipe.Accumulation || lastOfEpoch)
        {
            Update();
        }

        _report.Step = Steps;
        return _report;
    }

    /// <summary>Ends the training after the step under way.</summary>
    /// <param name="reason">Why, in a few words.</param>
    public void RequestStop(string reason) => StopReason ??= reason;

    /// <summary>Begins an epoch: its running metrics start anew.</summary>
    public void BeginEpoch(int epoch)
    {
        Epoch = epoch;
        _running?.Dispose();
        _running = new RunningMetrics(_metrics, _task, _recipe.Loss?.IgnoredLabel);
    }

    /// <summary>Loss and metrics over the batches since <see cref="BeginEpoch"/>, as <c>epoch/…</c>; empty before it.</summary>
    public IReadOnlyDictionary<string, double> RunningMetrics() =>
        _running?.Values(MetricNames.Epoch) ?? new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Loss and metrics of the model as it is on <paramref name="samples"/>, in evaluation mode, as <c>part/…</c>.</summary>
    /// <param name="part">The name before the slash, such as <c>validation</c>.</param>
    /// <param name="samples">The samples; the caller goes on owning them.</param>
    /// <param name="cancellation">Ends the pass.</param>
    public IReadOnlyDictionary<string, double> Evaluate(string part, Dataset samples, CancellationToken cancellation = default)
    {
        _module.eval();
        try
        {
            return Evaluation(_model).Measure(part, samples, cancellation);
        }
        finally
        {
            _module.train();
        }
    }

    /// <summary>As <see cref="Evaluate"/>, of the averaged weights, as <c>ema/part/…</c> or <c>swa/part/…</c>; empty where there is no average.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public IReadOnlyDictionary<string, double> EvaluateAverage(string part, Dataset samples, CancellationToken cancellation = default)
    {
        if (Average is null)
        {
            return new SortedDictionary<string, double>(StringComparer.Ordinal);
        }

        using IDisposable turn = UseAverage();
        return Evaluate(MetricNames.Of(MemberPath.NameOf(_recipe.Average), part), samples, cancellation);
    }

    /// <summary>Lets <see cref="Model"/> compute with the averaged weights until the result is disposed; then it has its own back, bit for bit.</summary>
    /// <exception cref="InvalidOperationException">There is no average yet, or it is in use already.</exception>
    public IDisposable UseAverage() => _average is { Exists: true } average
        ? average.Use()
        : throw new InvalidOperationException("there is no average of the weights: the recipe keeps none, or it has not begun");

    /// <summary>Refuses what model, loss and metrics can't do with a batch of <paramref name="training"/>, and leaves everything as it was.</summary>
    internal void DryRun(Dataset training) => new DryRun(_module, _model, _recipe, _metrics, _task, _device).Check(training, Plan);

    /// <summary>The names of what is measured on <paramref name="part"/>.</summary>
    internal IEnumerable<string> MetricsOf(string part)
    {
        string[] names = [MetricNames.Loss, .. _metrics.Select(metric => metric.Key)];
        string[] parts = _average is null ? [part] : [part, MetricNames.Of(MemberPath.NameOf(_recipe.Average), part)];
        return parts.SelectMany(each => names.Select(name => MetricNames.Of(each, name)));
    }

    /// <summary>Puts an earlier average back.</summary>
    internal void RestoreAverage(IReadOnlyDictionary<string, Tensor> weights) => _average!.Restore(weights);

    /// <summary>What the best constant answer would reach: the baseline of all baselines.</summary>
    internal IReadOnlyDictionary<string, double> EvaluateConstant(Dataset training, string part, Dataset samples)
    {
        using DisposeScope scope = NewDisposeScope();
        return ConstantModel.Fit(training, _task) is { } constant
            ? Evaluation(constant).Measure(MetricNames.Of(MetricNames.Constant, part), samples, CancellationToken.None)
            : new SortedDictionary<string, double>(StringComparer.Ordinal);
    }

    /// <summary>Tells a schedule that listens (reduce on plateau) what the look at the validation part has found.</summary>
    public void ReportMetrics(IReadOnlyDictionary<string, double> metrics)
    {
        if (_feedback is { } feedback && metrics.TryGetValue(feedback.Metric, out double value))
        {
            feedback.Observe(value);
        }
    }

    /// <summary>The state between two steps: parameters, optimizer, schedule, the window's sums, running metrics, random state, how far it has come.</summary>
    /// <remarks>Call it within a dispose scope, which owns what is not the session's own.</remarks>
    public SavedState SaveState() => _parts.SaveState();

    /// <inheritdoc/>
    public void RestoreState(SavedState state) => _parts.RestoreState(state);

    /// <inheritdoc/>
    public void Dispose()
    {
        _report.Clear();
        _running?.Dispose();
        _window.Clear();
        _divisor?.Dispose();
        _average?.Dispose();
        _update.Dispose();
        _optimizer.Dispose();
        _module.Dispose();
        _ambient.Dispose();
    }

    /// <summary>Whatever decides the next step has its place here.</summary>
    private SavedParts Parts()
    {
        var parts = new SavedParts
        {
            { SessionParts.Model, new ModuleState(_module) },
            { SessionParts.Optimizer, new SavedParts { { Players.Main, _optimizer } } },
            { SessionParts.Window, new SavedParts { { Players.Main, new SavedParts { { "loss", _window }, { "gradients", new GradientState(_optimizer.Parameters) } } } } },
            { SessionParts.Random, new RandomState() },
            { SessionParts.Progress, new DelegatedState(SaveProgress, RestoreProgress) },
            { SessionParts.Running, new DelegatedState(() => _running?.SaveState() ?? new(), RestoreRunning) },
        };
        if (_scaling.IsActive)
        {
            parts.Add(SessionParts.LossScale, new SavedParts { { Players.Main, _scaling } });
        }

        if (_average is { } average)
        {
            parts.Add(SessionParts.Average, average);
        }

        if (_feedback is { } feedback)
        {
            parts.Add(SessionParts.Schedule, new SavedParts { { Players.Main, feedback } });
        }

        return parts;
    }

    private SavedState SaveProgress() => new()
    {
        Values =
        {
            ["steps"] = Steps,
            ["epoch"] = Epoch,
            ["penalty"] = LastPenalty is { } penalty ? SavedState.Number(penalty) : null,
        },
    };

    private void RestoreProgress(SavedState state)
    {
        (Steps, Epoch) = (state.Integer("steps"), (int)state.Integer("epoch"));
        LastPenalty = state.Values["penalty"] is null ? null : state.Double("penalty");
    }

    private void RestoreRunning(SavedState state)
    {
        BeginEpoch(Epoch);
        if (state.Values.Count > 0)
        {
            _running!.RestoreState(state);
        }
    }

    /// <summary>Turns the window's summed gradients into one step of the weights.</summary>
    private void Update()
    {
        double count = _window.Count();
        double loss = _window.Mean();
        _window.Clear();
        if (count == 0)
        {
            // Everything was masked: there is nothing to learn from, and no step to count.
            _scaling.Drop();
            _optimizer.ZeroGradients();
            return;
        }

        // The loss may overflow where its gradient does not: that is no good update either.
        Tensor? leaveOut = double.IsFinite(loss) ? null : ones([], ScalarType.Float32, _device);
        UpdateReport update = _update.Apply(_report.LearningRate, Divisor(count * _scaling.Factor), leaveOut);
        _report.Loss = loss;
        _report.GradientNorm = update.TotalNorm.item<float>();
        _report.GradientNorms = update.ParameterNorms.DetachFromDisposeScope();
        LastPenalty = update.Penalty?.to_type(ScalarType.Float64).item<double>();
        _report.Penalty = LastPenalty ?? 0;
        _report.LossScale = _scaling.Scale;
        bool finite = double.IsFinite(loss) && double.IsFinite(_report.GradientNorm);
        bool scalingMends = _scaling.Close(finite);
        if (!finite && !scalingMends)
        {
            Divergence = new Divergence(Steps + 1, loss, _report.GradientNorm, LargestGradient(update.ParameterNorms));
        }
        else
        {
            Steps++;
            (_report.Updated, _report.Skipped) = (finite, !finite);
            if (finite)
            {
                _average?.Update();
            }
        }

        _optimizer.ZeroGradients();
    }

    /// <summary>The count as the tensor that the kernels divide by; made anew only where it changes, which it seldom does.</summary>
    private Tensor Divisor(double count)
    {
        if (_divisor is null || _divisorValue != count)
        {
            _divisor?.Dispose();
            _divisor = full([], count, _isDouble ? ScalarType.Float64 : ScalarType.Float32, _device).DetachFromDisposeScope();
            _divisorValue = count;
        }

        return _divisor;
    }

    private string LargestGradient(Tensor norms)
    {
        // NaN is larger than any number here: the first parameter that is not finite is the one to name.
        long index = norms.nan_to_num(double.PositiveInfinity, double.PositiveInfinity).argmax().item<long>();
        return _report.ParameterNames[(int)index];
    }

    private static void RefuseActivationInLoss(Recipe recipe, Module module)
    {
        if (recipe.Loss is { } loss)
        {
            var at = RecipePath.Root.Key("model");
            LogitCheck.Refuse(recipe.Model, loss, at);
            LogitCheck.Refuse(module, loss, at);
        }
    }

    private ModelEvaluation Evaluation(IBatchModel model) => new(model, _recipe, _metrics, _task, _device);
}
