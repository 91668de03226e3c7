using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>Expected calibration error: how far, on average, the model's confidence is from how often it is right.</summary>
/// <remarks>Σ over bins of count/N · |accuracy − confidence|; see <see cref="ReliabilityCounter"/> for the bins. Logits [samples, classes, …] or of yes or no. Source: Guo et al. 2017, eq. 3.</remarks>
[Spec("ece")]
public sealed record ExpectedCalibrationError : MetricSpec
{
    /// <summary>Bins of equal width over 0 to 1. Default 15; at least 1.</summary>
    public int Bins { get; init; } = 15;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind is TaskKind.MultiClass or TaskKind.Binary;

    /// <inheritdoc/>
    public override MetricAccumulator Start(TaskInfo task) => new ReliabilityCounter(task, Bins, Key);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(Bins, 1);
}
