using Athanor.Data;

namespace Athanor.Training;

/// <content>What the training came to, once it has ended.</content>
public sealed partial class Trainer
{
    private RunReport Report(CancellationToken cancellation)
    {
        TrainingStatus status = _session switch
        {
            { Divergence: not null } => TrainingStatus.Diverged,
            _ when _completedEarly is not null || _session.Steps >= _session.Plan.Updates => TrainingStatus.Completed,
            { StopReason: not null } => TrainingStatus.Stopped,
            _ when cancellation.IsCancellationRequested => TrainingStatus.Interrupted,
            _ => TrainingStatus.Completed,
        };
        if (status == TrainingStatus.Completed && _recipe.RestoreBest)
        {
            _best?.Restore(_session);
        }

        return new RunReport
        {
            Status = status,
            Reason = _session.Divergence?.ToString() ?? _completedEarly ?? _session.StopReason,
            Divergence = _session.Divergence,
            Steps = _session.Steps,
            SkippedSteps = _session.SkippedSteps,
            Epochs = IsPretraining ? 0 : _cursor.Epoch,
            Metrics = status is TrainingStatus.Completed or TrainingStatus.Stopped ? FinalMetrics() : new SortedDictionary<string, double>(StringComparer.Ordinal),
            Parameters = _session.Parameters,
            Seconds = Elapsed.TotalSeconds,
        };
    }

    private SortedDictionary<string, double> FinalMetrics()
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        Merge(metrics, _session.Evaluate(MetricNames.Train, _data.Training));
        Merge(metrics, _session.EvaluateAverage(MetricNames.Train, _data.Training));
        foreach ((string part, Dataset? samples) in new[] { (MetricNames.Validation, _data.Validation), (MetricNames.Test, _data.Test) })
        {
            if (samples is not null)
            {
                Merge(metrics, _session.Evaluate(part, samples));
                Merge(metrics, _session.EvaluateAverage(part, samples));
                Merge(metrics, _session.EvaluateConstant(_data.Training, part, samples));
            }
        }

        if (_session.LastPenalty is { } penalty)
        {
            metrics[MetricNames.Of(MetricNames.Train, "penalty")] = penalty;
        }

        if (_session.SkippedSteps is { } skipped)
        {
            metrics[MetricNames.Of(MetricNames.Train, "skipped-steps")] = skipped;
        }

        return metrics;
    }
}
