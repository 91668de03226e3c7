using Athanor.Training.Pretraining;

namespace Athanor.Training;

/// <summary>Watches a training: progress, records, health. What changes the training belongs in the recipe instead.</summary>
public interface ITrainingObserver
{
    /// <summary>Called once, before the first step and before <see cref="OnStart(TrainingPlan)"/>, for observers that look into the model.</summary>
    void OnStart(TrainingContext context)
    {
    }

    /// <summary>Called once, before the first step.</summary>
    void OnStart(TrainingPlan plan)
    {
    }

    /// <summary>Called after every epoch of a layer's pre-training, before the first step; never without one.</summary>
    void OnPretraining(PretrainingReport report)
    {
    }

    /// <summary>Called after every batch.</summary>
    void OnStep(StepReport report)
    {
    }

    /// <summary>Called after every epoch, and after every look at the validation part within one.</summary>
    void OnEpoch(EpochReport report)
    {
    }

    /// <summary>Called once, after the final evaluation, however the training ended.</summary>
    void OnEnd(RunReport report)
    {
    }
}
