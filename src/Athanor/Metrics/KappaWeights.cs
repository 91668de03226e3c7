namespace Athanor.Metrics;

/// <summary>How bad it is to take one class for another, by the distance of their indexes.</summary>
public enum KappaWeights
{
    /// <summary>Every confusion is as bad as any other.</summary>
    None,

    /// <summary>As bad as the classes are apart.</summary>
    Linear,

    /// <summary>As bad as the square of how far they are apart.</summary>
    Quadratic,
}
