namespace Athanor.Diagnosis.Signals;

/// <summary>What of the loss reaches a recurrent net's earlier steps.</summary>
/// <param name="Step">After which update.</param>
/// <param name="Norms">‖∂L/∂h_t‖ by time, first step first.</param>
internal sealed record TimeLook(long Step, double[] Norms);
