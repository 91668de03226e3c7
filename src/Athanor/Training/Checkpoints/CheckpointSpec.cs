using Athanor.Specs;

namespace Athanor.Training.Checkpoints;

/// <summary>How often a training is saved so that it can be resumed, and how many of the saved states are kept.</summary>
/// <remarks>
/// Without a cadence: after every epoch; where epochs are short less often, so that writing takes a tenth of the time at most. At most one of
/// <see cref="EverySteps"/>, <see cref="EveryMinutes"/> and <see cref="EveryEpochs"/>. A training that is interrupted is saved in any case.
/// </remarks>
public sealed record CheckpointSpec : Spec
{
    /// <summary>Updates of the weights between two checkpoints. Default null: the cadence is another; at least 1.</summary>
    public long? EverySteps { get; init; }

    /// <summary>Minutes between two checkpoints, looked at after every batch. Default null: the cadence is another; greater than 0.</summary>
    public double? EveryMinutes { get; init; }

    /// <summary>Epochs between two checkpoints. Default null: after every epoch, thinned out where epochs are short; at least 1.</summary>
    public int? EveryEpochs { get; init; }

    /// <summary>How many of the newest are kept. Default 2, so that one may be damaged; 0 for none, unless the training is interrupted.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>How many of the best by <see cref="Metric"/> are kept beside the newest, among those written where the validation part was looked at. Default 0.</summary>
    public int KeepBest { get; init; }

    /// <summary>What <see cref="KeepBest"/> judges by, such as <c>validation/accuracy</c>. Default null: what early stopping watches, else <c>validation/loss</c>.</summary>
    public string? Metric { get; init; }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        int cadences = (EverySteps is null ? 0 : 1) + (EveryMinutes is null ? 0 : 1) + (EveryEpochs is null ? 0 : 1);
        at.Require(cadences <= 1, "the cadence is in steps, in minutes or in epochs; leave one", cadences > 1 && EverySteps is not null ? nameof(EverySteps) : nameof(EveryMinutes));
        at.AtLeast(EverySteps ?? 1, 1, nameof(EverySteps));
        at.Positive(EveryMinutes ?? 1, nameof(EveryMinutes));
        at.AtLeast(EveryEpochs ?? 1, 1, nameof(EveryEpochs));
        at.AtLeast(KeepLast, 0);
        at.AtLeast(KeepBest, 0);
        at.Require(
            Metric?.StartsWith(MetricNames.Validation + "/", StringComparison.Ordinal) != false,
            $"'{Metric}' is not measured while training; judge by one that begins with validation/",
            nameof(Metric));
    }
}
