using Athanor.Training;

namespace Athanor.Tests.Training;

/// <summary>An observer made of what a test wants to see.</summary>
internal sealed class Watcher : ITrainingObserver
{
    public Action<StepReport> Step { get; init; } = static _ => { };

    public Action<EpochReport> Epoch { get; init; } = static _ => { };

    public List<RunReport> Ends { get; } = [];

    public List<TrainingPlan> Starts { get; } = [];

    public void OnStart(TrainingPlan plan) => Starts.Add(plan);

    public void OnStep(StepReport report) => Step(report);

    public void OnEpoch(EpochReport report) => Epoch(report);

    public void OnEnd(RunReport report) => Ends.Add(report);
}
