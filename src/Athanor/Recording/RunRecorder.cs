using Athanor.Persistence;
using Athanor.Training;
using Athanor.Training.Pretraining;

namespace Athanor.Recording;

/// <summary>Records a training's curves as it goes: <c>step/…</c> at updates, <c>epoch/…</c> and <c>validation/…</c> as they are measured.</summary>
/// <remarks>
/// A pre-training's curves, <c>pretrain/layer1/…</c>, stand before step 0: at minus the updates of pre-training that were still to come.
/// Recording never makes the training wait for a disk; of a full disk the next call tells. A checkpoint waits until what was recorded before it is on the
/// disk; a training that goes on from it forgets what was recorded after it, so that nothing is lost or stands there twice.
/// </remarks>
public sealed class RunRecorder : ITrainingObserver, ISavedState
{
    private readonly IRunWriter _writer;
    private readonly long _everySteps;
    private long _position;
    private readonly MetricValue[] _step = new MetricValue[5];

    /// <summary>Records to <paramref name="writer"/>; its owner finishes and disposes it.</summary>
    /// <param name="writer">Takes the points.</param>
    /// <param name="everySteps">Updates between two points of the <c>step/…</c> curves. Default 1; at least 1.</param>
    public RunRecorder(IRunWriter writer, long everySteps = 1)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps, 1);
        (_writer, _everySteps) = (writer, everySteps);
    }

    /// <inheritdoc/>
    public void OnStart(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _position = -plan.PretrainingUpdates;
    }

    /// <inheritdoc/>
    public void OnPretraining(PretrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _position = report.Step;
        foreach ((string name, double value) in report.Metrics)
        {
            _writer.Metric(name, report.Step, value);
        }
    }

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _position = report.Step;
        if (!(report.Updated || report.Skipped) || report.Step % _everySteps != 0)
        {
            return;
        }

        _step[0] = new MetricValue("step/loss", report.Loss);
        _step[1] = new MetricValue("step/lr", report.LearningRate);
        _step[2] = new MetricValue("step/gradient-norm", report.GradientNorm);
        int count = 3;
        if (report.Penalty != 0)
        {
            _step[count++] = new MetricValue("train/penalty", report.Penalty);
        }

        if (report.LossScale is { } scale)
        {
            _step[count++] = new MetricValue("step/loss-scale", scale);
        }

        _writer.Metrics(report.Step, _step.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach ((string name, double value) in report.Metrics)
        {
            _writer.Metric(name, report.Step, value);
        }

        if (report.Seconds > 0)
        {
            _writer.Metric("epoch/samples-per-second", report.Step, report.Samples / report.Seconds);
        }
    }

    /// <inheritdoc/>
    public SavedState SaveState()
    {
        _writer.Flush();
        return new SavedState { Values = { ["position"] = _position } };
    }

    /// <inheritdoc/>
    public void RestoreState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _position = state.Integer("position");
        _writer.Rewind(_position);
    }
}
