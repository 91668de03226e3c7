using Athanor.Data;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training.Pretraining;
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
public sealed partial class TrainingSession : IDisposable, ISavedState
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

            FrozenParameters.Freeze(recipe, _module, allowsAll: trainsMismatch);
            _module.to(_device);
            _module.train();
            _model = AutocastModel.Over(_module, recipe.Precision, _device);
            _optimizer = recipe.Optimizer.Build(_module);
            _update = new UpdateStep(_optimizer, recipe.Clipping, recipe.Regularization);
            _stack = recipe.Pretraining is NoPretraining ? null : _module as ILayerStack;
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

    /// <summary>Tells a schedule that listens (reduce on plateau) what the look at the validation part has found.</summary>
    public void ReportMetrics(IReadOnlyDictionary<string, double> metrics)
    {
        if (_feedback is { } feedback && metrics.TryGetValue(feedback.Metric, out double value))
        {
            feedback.Observe(value);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _report.Clear();
        _running?.Dispose();
        EndPretraining();
        _window.Clear();
        _divisor?.Dispose();
        _average?.Dispose();
        _update.Dispose();
        _optimizer.Dispose();
        _module.Dispose();
        _ambient.Dispose();
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
}
