using Athanor.Specs;
using Athanor.Training.Checkpoints;

namespace Athanor.Training;

/// <summary>What only watches a training: it changes no result and is in no fingerprint.</summary>
public sealed record RunSpec : Spec
{
    /// <summary>Updates between two recorded points of the <c>step/…</c> curves. Default 1; at least 1.</summary>
    public long RecordEverySteps { get; init; } = 1;

    /// <summary>Whether anything is saved: checkpoints to resume from, the best and the final weights. Default true; studies leave it to <c>train</c>.</summary>
    public bool SaveCheckpoint { get; init; } = true;

    /// <summary>How often a training is saved so that it can be resumed, and how many states are kept. Default after every epoch, the last 2.</summary>
    public CheckpointSpec Checkpoint { get; init; } = new();

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(RecordEverySteps, 1);
}
