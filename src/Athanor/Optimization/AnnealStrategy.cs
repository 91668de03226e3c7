namespace Athanor.Optimization;

/// <summary>The curve between two learning rates.</summary>
public enum AnnealStrategy
{
    /// <summary>Half a cosine.</summary>
    Cos,

    /// <summary>A straight line.</summary>
    Linear,
}
