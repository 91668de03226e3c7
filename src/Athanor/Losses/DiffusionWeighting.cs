namespace Athanor.Losses;

/// <summary>How much each step of a diffusion counts.</summary>
public enum DiffusionWeighting
{
    /// <summary>1 each.</summary>
    None,

    /// <summary>By the signal-to-noise ratio, clamped so that nearly clean steps do not rule.</summary>
    MinSnr,
}
