namespace Athanor.Optimization;

/// <summary>Which of two values of a metric is the better one.</summary>
public enum PlateauMode
{
    /// <summary>The smaller.</summary>
    Min,

    /// <summary>The larger.</summary>
    Max,
}
