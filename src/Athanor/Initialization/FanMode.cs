namespace Athanor.Initialization;

/// <summary>Which way the variance is kept.</summary>
public enum FanMode
{
    /// <summary>That of the activations, forward.</summary>
    FanIn,

    /// <summary>That of the gradients, backward.</summary>
    FanOut,
}
