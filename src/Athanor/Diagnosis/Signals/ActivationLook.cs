namespace Athanor.Diagnosis.Signals;

/// <summary>What an activation gave for one batch.</summary>
/// <param name="Mean">Mean of its outputs.</param>
/// <param name="Std">Standard deviation of its outputs.</param>
/// <param name="Flat">Share of outputs in the function's flat part.</param>
/// <param name="Alive">By unit, whether any sample of the batch got it out of the flat part.</param>
internal sealed record ActivationLook(double Mean, double Std, double Flat, bool[] Alive);
