namespace Athanor.Diagnosis.Signals;

/// <summary>All that was looked at around one update.</summary>
/// <param name="Step">The update, from 1.</param>
/// <param name="Layers">In the order of <see cref="Watched.Layers"/>.</param>
/// <param name="Activations">In the order of <see cref="Watched.Activations"/>.</param>
internal sealed record Look(long Step, LayerLook[] Layers, ActivationLook[] Activations);
