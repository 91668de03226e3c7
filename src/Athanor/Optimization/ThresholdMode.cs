namespace Athanor.Optimization;

/// <summary>What the threshold of an improvement is measured in.</summary>
public enum ThresholdMode
{
    /// <summary>A share of the best value.</summary>
    Rel,

    /// <summary>Units of the metric.</summary>
    Abs,
}
