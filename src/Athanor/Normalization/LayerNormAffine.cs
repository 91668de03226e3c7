namespace Athanor.Normalization;

/// <summary>What follows the normalization of a layer.</summary>
public enum LayerNormAffine
{
    /// <summary>A learned scale and shift for each feature (for images, each channel), as in Ba et al. 2016 and PyTorch.</summary>
    PerFeature,

    /// <summary>One learned scale and shift for the whole layer, which is what textbooks write with a scalar g and b.</summary>
    Shared,

    /// <summary>Nothing: mean 0 and variance 1 stay.</summary>
    None,
}
