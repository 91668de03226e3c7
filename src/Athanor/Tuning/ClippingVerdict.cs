namespace Athanor.Tuning;

/// <summary>How a threshold did in a <see cref="ClippingSearch"/>.</summary>
public enum ClippingVerdict
{
    /// <summary>At least one of its trials diverged where those of another did not.</summary>
    Diverges,

    /// <summary>Larger than the best, or no clipping, and worse: it clips too little.</summary>
    TooLarge,

    /// <summary>As good as the best, within what seeds alone bring about.</summary>
    AsGood,

    /// <summary>The one to take.</summary>
    Recommended,

    /// <summary>Smaller than the best and worse: it slows learning.</summary>
    TooSmall,

    /// <summary>Its trials failed for another reason, so nothing can be said.</summary>
    Failed,
}
