namespace Athanor.Losses;

/// <summary>What a diffusion model predicts.</summary>
public enum DiffusionTarget
{
    /// <summary>The noise that was added.</summary>
    Epsilon,

    /// <summary>The sample without noise.</summary>
    X0,

    /// <summary>√ᾱ·noise − √(1 − ᾱ)·x₀, which is well scaled at both ends.</summary>
    V,
}
