namespace Athanor.Metrics;

/// <summary>How the scores of several classes become one.</summary>
public enum ClassAverage
{
    /// <summary>The score of class 1 alone; of a yes-or-no task.</summary>
    Binary,

    /// <summary>One score from the counts of all classes added up: every sample weighs the same.</summary>
    Micro,

    /// <summary>The mean over the classes: every class weighs the same.</summary>
    Macro,

    /// <summary>The mean over the classes, each weighing as often as it is right.</summary>
    Weighted,

    /// <summary>Every class for itself, as <c>key/0</c>, <c>key/1</c>, …; the key itself is their macro mean.</summary>
    None,
}
