using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate falls by one factor at each milestone.</summary>
/// <remarks>lr · gamma^(number of milestones ≤ step); a milestone named twice counts twice.</remarks>
[Spec("multi-step")]
public sealed record MultiStepSchedule : ScheduleSpec
{
    /// <summary>The updates at which it falls, from 0. Default: half and three quarters of the run's updates (He et al. 2016).</summary>
    public ValueList<long>? Milestones { get; init; }

    /// <summary>The factor. Default 0.1; greater than 0.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps)
    {
        IEnumerable<long> milestones = Milestones ?? [totalSteps / 2, totalSteps * 3 / 4];
        return lr * Math.Pow(Gamma, milestones.Count(milestone => milestone <= step));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(Milestones is null || Milestones.All(milestone => milestone >= 0), "a milestone is below 0", nameof(Milestones));
        at.Positive(Gamma);
    }
}
