namespace Athanor.Normalization;

/// <summary>What follows the normalization of a layer.</summary>
public enum LayerNormAffine
{
    /// <summary>A learned scale and shift for each feature (for images, each channel).</summary>
    PerFeature,

    /// <summary>Nothing: mean 0 and variance 1 stay.</summary>
    None,
}
