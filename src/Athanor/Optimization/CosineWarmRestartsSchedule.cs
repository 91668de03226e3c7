using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate falls along half a cosine again and again, each time over a longer period.</summary>
/// <remarks>Source: Loshchilov &amp; Hutter 2017 (SGDR).</remarks>
[Spec("cosine-warm-restarts")]
public sealed record CosineWarmRestartsSchedule : ScheduleSpec
{
    /// <summary>The first period in updates. Default: a quarter of the run's updates, rounded up.</summary>
    public long? T0 { get; init; }

    /// <summary>How many times longer each period is than the one before. Default 1.</summary>
    public int TMult { get; init; } = 1;

    /// <summary>Where each period ends. Default 0; at least 0.</summary>
    public double MinLr { get; init; }

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps)
    {
        long period = T0 ?? Math.Max(1, (totalSteps + 3) / 4);
        long since = step;
        if (TMult == 1)
        {
            since %= period;
        }

        while (since >= period)
        {
            since -= period;
            period *= TMult;
        }

        return CosineSchedule.Annealed(since / (double)period, lr, MinLr);
    }

    /// <inheritdoc/>
    public override void Check(long totalSteps, RecipePath at) => RefuseLonger(T0, totalSteps, at, nameof(T0));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(T0 ?? 1, 1, nameof(T0));
        at.AtLeast(TMult, 1);
        at.NotNegative(MinLr);
    }
}
