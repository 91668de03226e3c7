using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate rises in a straight line to its top, then falls with the root of the step.</summary>
/// <remarks>lr · min((step + 1) / warmupSteps, √(warmupSteps / (step + 1))). Source: Vaswani et al. 2017, equation 3; its model width d and factor f are lr = f · (d · warmupSteps)^−½.</remarks>
[Spec("inverse-square-root")]
public sealed record InverseSquareRootSchedule : ScheduleSpec
{
    /// <summary>The update, from 1, that has the full learning rate. Default 1000.</summary>
    public long WarmupSteps { get; init; } = 1000;

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) =>
        lr * Math.Min((step + 1) / (double)WarmupSteps, Math.Sqrt(WarmupSteps / (double)(step + 1)));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(WarmupSteps, 1);
}
