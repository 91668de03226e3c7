namespace Athanor.Evaluation;

/// <summary>How the trial of one variant with one seed ended.</summary>
public enum TrialOutcome
{
    /// <summary>It was not run.</summary>
    Missing,

    /// <summary>It trained to its end.</summary>
    Completed,

    /// <summary>It crashed, and again when it was retried: an accident that says nothing of the variant.</summary>
    Failed,

    /// <summary>Its loss stopped being finite: a result that says much of the variant, though it has no value.</summary>
    Diverged,
}
