namespace Athanor.Losses;

/// <summary>How a loss's terms become one number.</summary>
public enum Reduction
{
    /// <summary>The terms themselves.</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum over what they count; 0 where nothing counts.</summary>
    Mean,

    /// <summary>Their sum over the samples that count (the weights of them where samples have weights), however many terms a sample has.</summary>
    BatchMean,
}
