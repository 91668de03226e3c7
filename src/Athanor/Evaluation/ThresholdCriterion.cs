namespace Athanor.Evaluation;

/// <summary>By what a threshold is chosen.</summary>
public enum ThresholdCriterion
{
    /// <summary>F1 = 2 TP / (predicted + positives): where yes is rare and what counts.</summary>
    F1,

    /// <summary>The share of right answers.</summary>
    Accuracy,

    /// <summary>The mean of the shares of positives and of negatives that are found (Youden's J is twice that less 1); a class that is absent is left out.</summary>
    BalancedAccuracy,

    /// <summary>Matthews' correlation; 0 where it is undefined.</summary>
    Mcc,
}
