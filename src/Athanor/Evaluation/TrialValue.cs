namespace Athanor.Evaluation;

/// <summary>One metric of one trial, and how the trial ended.</summary>
/// <param name="Outcome">How the trial ended.</param>
/// <param name="Value">The metric in its own unit; null unless the trial completed with a finite value.</param>
public sealed record TrialValue(TrialOutcome Outcome, double? Value)
{
    /// <summary>A trial that was not run.</summary>
    public static TrialValue Missing { get; } = new(TrialOutcome.Missing, null);

    /// <summary>A trial that crashed.</summary>
    public static TrialValue Failed { get; } = new(TrialOutcome.Failed, null);

    /// <summary>A trial that diverged.</summary>
    public static TrialValue Diverged { get; } = new(TrialOutcome.Diverged, null);

    /// <summary>A trial that completed; a metric that is not finite counts as no value.</summary>
    public static TrialValue Completed(double value) => new(TrialOutcome.Completed, double.IsFinite(value) ? value : null);

    /// <summary>Whether the trial ended without an accident, trained or diverged: the pairs that McNemar's test looks at.</summary>
    public bool Decided => Outcome is TrialOutcome.Completed or TrialOutcome.Diverged;

    /// <summary>Whether the trial ended but has no value that others could be compared with, so that leaving it out would flatter.</summary>
    public bool Unmeasured => Decided && Value is null;
}
