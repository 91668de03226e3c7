using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate rises in a straight line, then another schedule begins.</summary>
/// <remarks>step &lt; warmupSteps: lr · (startFactor + (1 − startFactor) · step / warmupSteps); from then on <see cref="Then"/> counts from 0.</remarks>
[Spec("warmup")]
public sealed record WarmupSchedule : ScheduleSpec
{
    /// <summary>How many updates it rises. Default 100; at least 0.</summary>
    public long WarmupSteps { get; init; } = 100;

    /// <summary>Where it starts, as a share of the learning rate, within [0, 1]. Default 0.1.</summary>
    public double StartFactor { get; init; } = 0.1;

    /// <summary>What follows, over the updates that are left. Default constant.</summary>
    public ScheduleSpec Then { get; init; } = new ConstantSchedule();

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps) => step < WarmupSteps
        ? lr * (StartFactor + ((1 - StartFactor) * step / WarmupSteps))
        : Then.LearningRate(step - WarmupSteps, lr, Math.Max(1, totalSteps - WarmupSteps));

    /// <inheritdoc/>
    public override ScheduleFeedback? NewFeedback(double lr) => Then.NewFeedback(lr);

    /// <inheritdoc/>
    public override void Check(long totalSteps, RecipePath at)
    {
        at.Require(
            WarmupSteps <= totalSteps,
            $"{WarmupSteps} updates of warmup are more than the training has, which ends after {totalSteps}; take fewer, a tenth of the training is usual",
            nameof(WarmupSteps));
        Then.Check(totalSteps - WarmupSteps, at.Key("then").Key(SpecCatalog.NameOf(Then.GetType()) ?? Then.GetType().Name));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(WarmupSteps, 0);
        at.Within(StartFactor, 0, 1);
    }
}
