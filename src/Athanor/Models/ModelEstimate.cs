namespace Athanor.Models;

/// <summary>How large a model would be, reckoned without building it.</summary>
/// <param name="Parameters">Numbers in its weights.</param>
/// <param name="ActivationsPerSample">Numbers that the forward pass of a sample leaves for the backward pass, roughly.</param>
public readonly record struct ModelEstimate(double Parameters, double ActivationsPerSample);
