using Athanor.Training;
using Athanor.Training.Pretraining;

namespace Athanor.Cli.Progress;

/// <summary>Shows a training: a line an epoch that stays, and in a terminal where the training stands now.</summary>
internal sealed class TrainProgress(ProgressView view, TimeProvider? time = null) : ITrainingObserver
{
    private static readonly TimeSpan BetweenDraws = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1);
    private const int EpochsToleratedEach = 100;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private TrainingPlan? _plan;
    private long _started;
    private long _drawn;
    private long _written;
    private long _samples;
    private long _first = -1;
    private bool _toldOfCollapse;

    public void OnStart(TrainingPlan plan)
    {
        _plan = plan;
        _started = _drawn = _written = _time.GetTimestamp();
        foreach (RecipeWarning warning in plan.Warnings)
        {
            view.Line($"warning: {warning}");
        }

        view.Line($"{plan.Parameters:N0} parameters; {string.Join("; ", plan.Describe())}");
    }

    public void OnPretraining(PretrainingReport report)
    {
        bool last = report.CodeDeviation is not null;
        if (!last && view.ShowsStatus && _time.GetElapsedTime(_drawn) >= BetweenDraws)
        {
            _drawn = _time.GetTimestamp();
            double done = 1 + ((double)report.Step / _plan!.PretrainingUpdates);
            view.Status([$"{ProgressText.Bar(done, 24, view.Ascii)} {done,4:P0}  pre-training layer {report.Layer}/{report.Layers}  epoch {report.Epoch + 1}/{report.Epochs}  loss {ProgressText.Number(report.Loss)}"]);
        }

        if (last)
        {
            view.Line($"pre-trained layer {report.Layer}/{report.Layers}  {string.Join("  ", report.Metrics.Select(metric => $"{metric.Key} {ProgressText.Number(metric.Value)}"))}");
            if (report.CodesHaveCollapsed && !_toldOfCollapse)
            {
                _toldOfCollapse = true;
                view.Line($"warning: the codes of layer {report.Layer} have collapsed to a constant, so that layers above it learn nothing; try a larger learning rate or more epochs in pretraining");
            }
        }

        _started = report.Step == 0 ? _time.GetTimestamp() : _started;
    }

    public void OnStep(StepReport report)
    {
        _samples += report.Samples;
        _first = _first < 0 ? report.Step - 1 : _first;
        if (!view.ShowsStatus || _time.GetElapsedTime(_drawn) < BetweenDraws)
        {
            return;
        }

        _drawn = _time.GetTimestamp();
        double seconds = _time.GetElapsedTime(_started).TotalSeconds;
        double done = (double)report.Step / _plan!.Updates;
        view.Status(
        [
            $"{ProgressText.Bar(done, 24, view.Ascii)} {done,4:P0}  step {report.Step:N0}/{_plan.Updates:N0}  epoch {report.Epoch + 1}/{_plan.Epochs}  {Left(report.Step, seconds)}",
            $"loss {ProgressText.Number(report.Loss)}  lr {ProgressText.Number(report.LearningRate)}  gradient {ProgressText.Number(report.GradientNorm)}  {_samples / seconds:N0} samples/s",
        ]);
    }

    public void OnEpoch(EpochReport report)
    {
        bool last = report.Step >= _plan!.Updates;
        if (_plan.Epochs > EpochsToleratedEach && report.Epoch > 0 && !last && _time.GetElapsedTime(_written) < BetweenLines)
        {
            return;
        }

        _written = _time.GetTimestamp();
        string metrics = string.Join("  ", report.Metrics.Select(metric => $"{metric.Key} {ProgressText.Number(metric.Value)}"));
        string rate = report.Seconds > 0 ? $"  {report.Samples / report.Seconds:N0} samples/s" : "";
        string left = last ? "" : $"  {Left(report.Step, _time.GetElapsedTime(_started).TotalSeconds)}";
        view.Line($"epoch {report.Epoch + 1}/{_plan.Epochs}  {metrics}{rate}{left}");
    }

    private string Left(long step, double seconds) =>
        step <= _first ? "" : $"{ProgressText.Duration(TimeSpan.FromSeconds(seconds / (step - _first) * (_plan!.Updates - step)))} left";
}
