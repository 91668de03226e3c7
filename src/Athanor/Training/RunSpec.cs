using Athanor.Specs;

namespace Athanor.Training;

/// <summary>What only watches a training: it changes no result and is in no fingerprint.</summary>
public sealed record RunSpec : Spec
{
    /// <summary>Updates between two recorded points of the <c>step/…</c> curves. Default 1; at least 1.</summary>
    public long RecordEverySteps { get; init; } = 1;

    /// <summary>Whether the final weights are kept. Default true; studies leave it to <c>train</c>.</summary>
    public bool SaveCheckpoint { get; init; } = true;

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(RecordEverySteps, 1);
}
