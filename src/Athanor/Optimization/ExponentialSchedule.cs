using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate falls by one factor every update.</summary>
/// <remarks>lr · gamma^step.</remarks>
[Spec("exponential")]
public sealed record ExponentialSchedule : ScheduleSpec
{
    /// <summary>The factor. Default 0.999, which halves the rate in 693 updates; greater than 0.</summary>
    public double Gamma { get; init; } = 0.999;

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) => lr * Math.Pow(Gamma, step);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.Positive(Gamma);
}
