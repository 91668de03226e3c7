using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>The learning rate rises to its top and falls to almost nothing, in one cycle.</summary>
/// <remarks>
/// Source: Smith &amp; Topin 2018, in PyTorch's form: phases end at pctStart · totalSteps − 1 and totalSteps − 1, which may be fractional.
/// Only the learning rate cycles, not the momentum.
/// </remarks>
[Spec("one-cycle")]
public sealed record OneCycleSchedule : ScheduleSpec
{
    /// <summary>The top. Default: the optimizer's learning rate; greater than 0.</summary>
    public double? MaxLr { get; init; }

    /// <summary>The cycle's updates; the last value stays. Default: the run's updates.</summary>
    public long? TotalSteps { get; init; }

    /// <summary>The share of the cycle that rises, within [0, 1] (three phases: [0, 0.5]). Default 0.3.</summary>
    public double PctStart { get; init; } = 0.3;

    /// <summary>The curve of each phase. Default a cosine.</summary>
    public AnnealStrategy AnnealStrategy { get; init; }

    /// <summary>The start is the top divided by this. Default 25; greater than 0.</summary>
    public double DivFactor { get; init; } = 25;

    /// <summary>The end is the start divided by this. Default 10,000; greater than 0.</summary>
    public double FinalDivFactor { get; init; } = 1e4;

    /// <summary>Whether the fall goes back to the start as fast as the rise, and only then to the end. Default false.</summary>
    public bool ThreePhase { get; init; }

    /// <inheritdoc/>
    public override double LearningRate(long step, double lr, long totalSteps)
    {
        double top = MaxLr ?? lr;
        double start = top / DivFactor;
        double end = start / FinalDivFactor;
        long total = TotalSteps ?? totalSteps;
        long at = Math.Min(step, total - 1);
        double peak = (PctStart * total) - 1;
        if (at <= peak)
        {
            return Between(at, 0, peak, start, top);
        }

        double back = (2 * PctStart * total) - 2;
        return !ThreePhase ? Between(at, peak, total - 1, top, end)
            : at <= back ? Between(at, peak, back, top, start)
            : Between(at, back, total - 1, start, end);
    }

    /// <inheritdoc/>
    public override void Check(long totalSteps, RecipePath at) => RefuseLonger(TotalSteps, totalSteps, at, nameof(TotalSteps));

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(MaxLr is null or > 0, $"{MaxLr} is not greater than 0", nameof(MaxLr));
        at.AtLeast(TotalSteps ?? 1, 1, nameof(TotalSteps));
        at.Within(PctStart, 0, ThreePhase ? 0.5 : 1);
        at.Positive(DivFactor);
        at.Positive(FinalDivFactor);
    }

    private double Between(double step, double from, double to, double first, double last)
    {
        double progress = to <= from ? 1 : (step - from) / (to - from);
        return AnnealStrategy == AnnealStrategy.Linear ? first + ((last - first) * progress) : CosineSchedule.Annealed(progress, first, last);
    }
}
