namespace Athanor.Losses;

/// <summary>How a loss's terms become one number.</summary>
public enum Reduction
{
    /// <summary>The terms themselves.</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum over what they count.</summary>
    Mean,
}
