namespace Athanor.Losses;

/// <summary>How a decoder's output is judged against what went in.</summary>
public enum ReconstructionKind
{
    /// <summary>Binary cross-entropy of logits, for inputs within [0, 1].</summary>
    Bce,

    /// <summary>½·(x − x̂)²: a normal distribution of variance 1, but for its constant.</summary>
    Gaussian,
}
