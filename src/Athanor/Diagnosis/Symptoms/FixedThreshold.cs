using Athanor.Diagnosis.Signals;
using Athanor.Optimization;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>A fixed clipping threshold in terms of the gradient's Euclidean norm, whichever way it clips.</summary>
internal static class FixedThreshold
{
    /// <summary>Norm above which a gradient of so many numbers is clipped for certain; null where no fixed threshold clips.</summary>
    public static double? Above(TrainingSignals signals) => signals.Recipe.Clipping switch
    {
        ClipByValue value => value.ClipValue * Root(signals),
        // ‖g‖₂ ≤ √n · ‖g‖ₚ for p > 2, and ‖g‖₂ ≤ ‖g‖ₚ for p ≤ 2.
        ClipByNorm norm => norm.MaxNorm * (norm.NormType is 0 or > 2 ? Root(signals) : 1),
        _ => null,
    };

    /// <summary>Norm up to which no gradient of so many numbers is clipped; null where no fixed threshold clips.</summary>
    public static double? Below(TrainingSignals signals) => signals.Recipe.Clipping switch
    {
        ClipByValue value => value.ClipValue,
        ClipByNorm norm => norm.MaxNorm / (norm.NormType is > 0 and < 2 ? Root(signals) : 1),
        _ => null,
    };

    private static double Root(TrainingSignals signals) => Math.Sqrt(signals.Layers.Sum(layer => (double)layer.Numbers));
}
